import { PATIENCE } from "./costs.js";

/** What a companion thread is sent before the first call on a memory. */
export interface Attachment {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
}

/** Counters of the control block: attachments sent; calls offered, begun and done. */
export const ATTACHED = 0;
export const OFFERED = 1;
export const BEGUN = 2;
export const DONE = 3;
/** Its flags: whether the last call failed, and whether a thread sleeps until OFFERED or DONE changes. */
export const FAILED = 4;
export const ASLEEP = 5;
export const WAITING = 6;
/** Its values, float64: a kernel's number, its result, and from here on its arguments. */
export const ARGUMENTS = 2;

const COUNTER_BYTES = 32;
const MOST_ARGUMENTS = 16;

/** Returns once a counter is no longer `seen`; the flag says when it has to be woken. */
export function awaitChange(
  counters: Int32Array<SharedArrayBuffer>,
  counter: number,
  seen: number,
  flag: number,
): void {
  for (let looks = 0; Atomics.load(counters, counter) === seen; looks++) {
    if (looks < PATIENCE) continue;
    Atomics.store(counters, flag, 1);
    Atomics.wait(counters, counter, seen);
    Atomics.store(counters, flag, 0);
  }
}

/** Gives a counter a value and wakes the thread that sleeps until then. */
export function announce(
  counters: Int32Array<SharedArrayBuffer>,
  counter: number,
  value: number,
  flag: number,
): void {
  Atomics.store(counters, counter, value);
  if (Atomics.load(counters, flag) === 1) Atomics.notify(counters, counter);
}

/** The memory by which two threads agree on calls. */
export function controlBlock(): SharedArrayBuffer {
  return new SharedArrayBuffer(COUNTER_BYTES + 8 * (ARGUMENTS + MOST_ARGUMENTS));
}

/** The two parts of a control block. */
export function partsOf(control: SharedArrayBuffer): {
  readonly counters: Int32Array<SharedArrayBuffer>;
  readonly values: Float64Array<SharedArrayBuffer>;
} {
  return {
    counters: new Int32Array(control, 0, COUNTER_BYTES / 4),
    values: new Float64Array(control, COUNTER_BYTES),
  };
}
