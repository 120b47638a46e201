import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import {
  ARGUMENTS,
  ATTACHED,
  type Attachment,
  BEGUN,
  DONE,
  FAILED,
  OFFERED,
  PATIENCE,
  partsOf,
} from "./companion.js";
import { instantiate, type Kernel } from "./instance.js";

// Runs the kernels that the main thread offers, on its memory, until the process ends. It never returns
// to its event loop, so it fetches messages itself.

const { counters, values } = partsOf(workerData);
let kernels: readonly Kernel[] = [];
let attached = 0;

function attach({ module, memory }: Attachment): void {
  kernels = Object.values(instantiate(module, memory));
}

function received(): Attachment {
  const found = parentPort ? receiveMessageOnPort(parentPort) : undefined;
  if (found === undefined) throw new Error("companion: no memory has arrived");
  return found.message;
}

for (let seen = 0; ; ) {
  for (let looks = 0; Atomics.load(counters, OFFERED) === seen; looks++)
    if (looks > PATIENCE) Atomics.wait(counters, OFFERED, seen);
  seen = Atomics.load(counters, OFFERED);
  const before = (seen - 1) | 0;
  if (Atomics.compareExchange(counters, BEGUN, before, seen) !== before) continue;
  counters[FAILED] = 0;
  try {
    for (; attached !== counters[ATTACHED]; attached++) attach(received());
    const kernel = kernels[values[0]];
    values[1] = kernel(...values.subarray(ARGUMENTS, ARGUMENTS + kernel.length));
  } catch {
    counters[FAILED] = 1;
  }
  Atomics.store(counters, DONE, seen);
  Atomics.notify(counters, DONE);
}
