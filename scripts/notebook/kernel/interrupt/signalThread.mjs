import { writeSync } from "node:fs";
import { Session } from "node:inspector";
import { Script } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { ANSWERS, PATIENCE_MS, SLOTS } from "./signalSlots.mjs";

/** Time for a cell to stop by itself, and for the kernel to give up on it, which it does after a second. */
const GRACE_MS = 1300;
const RETRY_MS = 100;
const ASK = 'globalThis[Symbol.for("batchwise.stuck")]()';
const ADVICE = `kernel: the interrupted cell is inside native code, which cannot be broken off.
        If it does not end by itself, restart the kernel.
`;

const state = new Int32Array(workerData);
let next = Number.POSITIVE_INFINITY;
let isAdvised = false;

/** Notes a signal. */
function signalled() {
  const count = Atomics.add(state, SLOTS.count, 1) + 1;
  parentPort?.postMessage(count);
  next = Date.now() + GRACE_MS;
  isAdvised = false;
}

/** Breaks off what keeps the kernel busy, if it agrees; false if it cannot be reached. */
function breakOff() {
  const { asked, yes, notAsked } = ANSWERS;
  const session = new Session();
  session.connectToMainThread();
  Atomics.store(state, SLOTS.done, 0);
  Atomics.store(state, SLOTS.answer, asked);
  session.post("Runtime.evaluate", { expression: ASK });
  Atomics.wait(state, SLOTS.answer, asked, PATIENCE_MS);
  const answer = Atomics.exchange(state, SLOTS.answer, notAsked);
  if (answer === yes) session.post("Runtime.terminateExecution");
  Atomics.store(state, SLOTS.done, 1);
  session.disconnect();
  return answer !== asked;
}

/** Sees to signals that are not done with after a while, again and again until they are. */
function attend() {
  if (Date.now() < next) return;
  if (Atomics.load(state, SLOTS.settled) === Atomics.load(state, SLOTS.count)) {
    next = Number.POSITIVE_INFINITY;
    return;
  }
  if (!breakOff() && !isAdvised) {
    writeSync(2, ADVICE);
    isAdvised = true;
  }
  next = Date.now() + RETRY_MS;
}

/**
 * `breakOnSigint` is the one way by which a thread hears a signal: the innermost call that runs with it
 * is broken off, at once. The calls around it are there for signals that come before it is back: without
 * any, the process has no handler and the next signal ends it.
 */
const LEVELS = 64;
const scripts = Array.from(
  { length: LEVELS },
  (_, inner) => new Script(`batchwiseWatch(${inner})`),
);
globalThis.batchwiseWatch = (level) => {
  for (;;) {
    try {
      if (level > 0) scripts[level - 1].runInThisContext({ breakOnSigint: true });
      else {
        attend();
        const wait = next === Number.POSITIVE_INFINITY ? next : Math.max(next - Date.now(), 0);
        Atomics.wait(state, SLOTS.sleep, 0, wait);
      }
    } catch (/** @type {any} */ error) {
      if (error?.code !== "ERR_SCRIPT_EXECUTION_INTERRUPTED") throw error;
      signalled();
    }
  }
};

parentPort?.postMessage("ready");
globalThis.batchwiseWatch(LEVELS);
