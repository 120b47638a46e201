import { WasmHeap } from "batchwise/dist/nn/device/wasm/heap.js";
import { breakEvens, nanoseconds } from "./time.mjs";

/** @typedef {import("./time.mjs").Measure} Measure */

/** Calls that are timed together: long against the clock's ticks, short against a turn of another program. */
const STRETCH = 20;
/** Longer than {@link PATIENCE} lasts. */
const PAUSE_MILLISECONDS = 0.5;
/** What {@link PATIENCE} lasts, about. */
const PATIENCE_NANOSECONDS = 200_000;

/** Waits without giving up the processor. @param {number} milliseconds */
function pause(milliseconds) {
  for (const end = performance.now() + milliseconds; performance.now() < end; );
}

/**
 * Nanoseconds by the clock of a call, in two ways, turn by turn. Of each the fastest turn counts: another
 * program only makes a turn longer, and without a processor the second thread cannot help at all.
 * @param {readonly (() => unknown)[]} ways
 * @param {{ asleep: boolean, seconds: number }} how `asleep` lets the second thread go to sleep before each call
 */
function fastest(ways, { asleep, seconds }) {
  const least = ways.map(() => Number.POSITIVE_INFINITY);
  const calls = asleep ? 1 : STRETCH;
  for (const end = performance.now() + 1000 * seconds; performance.now() < end; )
    for (const [way, call] of ways.entries()) {
      if (asleep) pause(PAUSE_MILLISECONDS);
      else call(); // wakes it
      const start = process.hrtime.bigint();
      for (let i = 0; i < calls; i++) call();
      least[way] = Math.min(least[way], Number(process.hrtime.bigint() - start) / calls);
    }
  return least;
}

const doublings = (from, count) => Array.from({ length: count }, (_, i) => from * 2 ** i);

/**
 * Nanoseconds that a call takes on one thread from where on two threads are faster: while the second is
 * awake, for another shared call was just before, and when it sleeps. Only a main thread has a second one.
 */
function sharingPays(seconds) {
  const cases = {
    awake: doublings(256, 6).map((length) => ({ length, asleep: false })),
    asleep: doublings(1024, 8).map((length) => ({ length, asleep: true })),
  };
  return breakEvens(cases, ({ length, asleep }) => {
    const heap = WasmHeap.acquire();
    const [from, to] = [heap.allocate(4 * length), heap.allocate(4 * length)];
    const way = (expected) =>
      heap.call("tanh", { length, nanoseconds: expected }, (tanh, first, count) =>
        tanh(from + 4 * first, to + 4 * first, count),
      );
    const ways = [way(0), way(Number.POSITIVE_INFINITY)];
    const [alone, shared] = fastest(ways, { asleep, seconds: seconds / 14 });
    heap.release();
    return { size: alone, first: alone, second: shared };
  });
}

/** Looks at a counter that fill the time for which a thread is meant to stay awake. */
function patience(seconds) {
  const counters = new Int32Array(new SharedArrayBuffer(32));
  const looks = 10_000;
  const wait = () => {
    let i = 0;
    while (Atomics.load(counters, 1) === 0 && i < looks) i++;
    return i;
  };
  return { "looks in 200 µs": PATIENCE_NANOSECONDS / (nanoseconds(wait, seconds) / looks) };
}

/** @type {Record<string, Measure>} */
export const SHARING_MEASURES = { SHARING_PAYS: sharingPays, PATIENCE: patience };
