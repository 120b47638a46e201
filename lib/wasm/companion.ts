import { Worker } from "node:worker_threads";
import {
  ARGUMENTS,
  ASLEEP,
  ATTACHED,
  type Attachment,
  announce,
  awaitChange,
  BEGUN,
  controlBlock,
  DONE,
  FAILED,
  OFFERED,
  partsOf,
  WAITING,
} from "./controlBlock.js";
import type { Kernel } from "./kernel.js";

/**
 * A second thread that runs kernels on the memory of the first. One call at a time is offered to it, and
 * whoever comes first begins it: a thread that sleeps, or is still starting, delays nothing.
 */
export class Companion {
  readonly #control = controlBlock();
  readonly #counters = partsOf(this.#control).counters;
  readonly #values = partsOf(this.#control).values;
  readonly #thread = new Worker(new URL("./companionThread.js", import.meta.url), {
    workerData: this.#control,
  });
  #attached: WebAssembly.Memory | undefined;

  constructor() {
    this.#thread.unref();
  }

  /** Stands in for the kernel of this number among the module's exports: offers the call. */
  offering({ module, memory }: Attachment, kernel: number): Kernel {
    return (...args) => {
      if (this.#attached !== memory) {
        this.#thread.postMessage({ module, memory } satisfies Attachment);
        this.#counters[ATTACHED]++;
        this.#attached = memory;
      }
      this.#values[0] = kernel;
      for (let i = 0; i < args.length; i++) this.#values[ARGUMENTS + i] = args[i];
      announce(this.#counters, OFFERED, (this.#counters[OFFERED] + 1) | 0, ASLEEP);
      return 0;
    };
  }

  /** The result of the call offered last; `run` makes it here unless the companion has begun it. */
  settle(run: () => number): number {
    const call = this.#counters[OFFERED];
    const before = (call - 1) | 0;
    if (Atomics.compareExchange(this.#counters, BEGUN, before, call) === before) return run();
    const done = Atomics.load(this.#counters, DONE);
    if (done !== call) awaitChange(this.#counters, DONE, done, WAITING);
    if (this.#counters[FAILED] === 1) return run(); // It fails here as well, with its error.
    return this.#values[1];
  }
}
