import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import {
  ARGUMENTS,
  ASLEEP,
  ATTACHED,
  type Attachment,
  announce,
  awaitChange,
  BEGUN,
  DONE,
  FAILED,
  OFFERED,
  partsOf,
  WAITING,
} from "./controlBlock.js";
import { instantiate } from "./instance.js";
import type { Kernel } from "./kernel.js";

// Runs the kernels that the main thread offers, on its memory, until the process ends. It never returns
// to its event loop, so it fetches messages itself.

const { counters, values } = partsOf(workerData);
let kernels: readonly Kernel[] = [];
let attached = 0;

/** Takes the kernels of the memory that was sent last. */
function attach(): void {
  let last: Attachment | undefined;
  for (; attached !== counters[ATTACHED]; attached++)
    last = parentPort ? receiveMessageOnPort(parentPort)?.message : undefined;
  if (last) kernels = Object.values(instantiate(last.module, last.memory));
}

const given = values.subarray(ARGUMENTS);

/** With as many arguments as a kernel can have: spreading an array would take longer than a short kernel. */
function call(kernel: Kernel): number {
  const [a, b, c, d] = [given[0], given[1], given[2], given[3]];
  const [e, f, g, h] = [given[4], given[5], given[6], given[7]];
  const [i, j, k, l] = [given[8], given[9], given[10], given[11]];
  const [m, n, o, p] = [given[12], given[13], given[14], given[15]];
  return kernel(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
}

for (let seen = 0; ; ) {
  awaitChange(counters, OFFERED, seen, ASLEEP);
  seen = Atomics.load(counters, OFFERED);
  const before = (seen - 1) | 0;
  if (Atomics.compareExchange(counters, BEGUN, before, seen) !== before) continue;
  counters[FAILED] = 0;
  try {
    attach();
    values[1] = call(kernels[values[0]]);
  } catch {
    counters[FAILED] = 1;
  }
  announce(counters, DONE, seen, WAITING);
}
