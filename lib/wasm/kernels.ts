import { isMainThread } from "node:worker_threads";
import { Companion } from "./companion.js";
import { SHARING_PAYS } from "./costs.js";
import { instantiate, newMemory, PAGE } from "./instance.js";
import type { Kernel } from "./kernel.js";

/** Calls are parted at multiples of this many rows or values, unless they say otherwise: whole vectors, tiles and cache lines. */
const GRAIN = 16;

/** How long a call is. */
export interface Extent {
  /** Rows or values that it works on, one independent of the other. */
  readonly length: number;
  /** What it takes on one thread, roughly. */
  readonly nanoseconds: number;
  /** It is parted at multiples of so many. Default 16. */
  readonly grain?: number;
}

/** The names of the kernels whose arguments are all numbers. */
export type NameIn<K> = {
  [Name in keyof K & string]-?: NonNullable<K[Name]> extends (...args: number[]) => unknown
    ? Name
    : never;
}[keyof K & string];

/** Makes a kernel's call for `count` rows or values from `from` on. */
export type PartOfCall = (kernel: Kernel, from: number, count: number) => number;

/** One for the process: calls are synchronous, so there is never more than one to share. */
let companion: Companion | undefined;

/** A module's kernels with their memory. Long calls are shared with a second thread, which changes no result. */
export class WasmKernels<K extends object> {
  readonly kernels: K;
  readonly memory: WebAssembly.Memory;
  readonly shared: boolean;
  readonly #module: WebAssembly.Module;
  readonly #alone: boolean;

  /**
   * @param module compiled for a memory that threads share, or for one that they don't
   * @param memory how much of it there is from the start, in bytes; a memory that is not shared stays like that
   */
  constructor(
    module: WebAssembly.Module,
    { bytes, shared }: { readonly bytes: number; readonly shared: boolean },
  ) {
    this.#module = module;
    this.shared = shared;
    this.memory = newMemory(bytes, shared);
    this.#alone = !shared || !isMainThread;
    // The compiler wrote the module from the sources whose exports K repeats.
    this.kernels = instantiate(module, this.memory) as K;
  }

  /** Grows a shared memory to at least this size. */
  reserve(bytes: number): void {
    const missing = bytes - this.memory.buffer.byteLength;
    if (missing <= 0) return;
    try {
      this.memory.grow(Math.ceil(missing / PAGE));
    } catch (cause) {
      const what =
        "what a step or an evaluation takes must fit in WebAssembly's 4 GiB and in memory";
      const got = `got ${(bytes / 2 ** 30).toFixed(1)} GiB`;
      throw new RangeError(`batchwise: ${what}, ${got}; smaller batches take less`, { cause });
    }
  }

  /**
   * A call of a kernel on `length` rows or values, which `run` makes for `count` of them from `from` on;
   * the results of the parts are added. A long call has two parts wherever it runs, so its result is the
   * same; a thread that is one of many itself, or has its memory for itself, makes both.
   */
  call(
    name: NameIn<K>,
    { length, nanoseconds, grain = GRAIN }: Extent,
    run: PartOfCall,
  ): () => number {
    const kernel = this.kernels[name] as Kernel;
    const first = grain * Math.ceil(length / (2 * grain));
    if (nanoseconds < SHARING_PAYS || first >= length) return () => run(kernel, 0, length);
    const rest = length - first;
    if (this.#alone) return () => run(kernel, 0, first) + run(kernel, first, rest);
    companion ??= new Companion();
    const thread = companion;
    const number = Object.keys(this.kernels).indexOf(name);
    const offer = thread.offering({ module: this.#module, memory: this.memory }, number);
    return () => {
      run(offer, first, rest);
      let result = 0;
      try {
        result = run(kernel, 0, first);
      } finally {
        result += thread.settle(() => run(kernel, first, rest));
      }
      return result;
    };
  }
}
