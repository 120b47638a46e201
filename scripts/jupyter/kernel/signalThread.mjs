import { writeSync } from "node:fs";
import { Session } from "node:inspector";
import { Script } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { SLOTS } from "./signalSlots.mjs";

/** Time for a cell to stop by itself, and for the kernel to give up on it, which it does after a second. */
const GRACE_MS = 1300;
const RETRY_MS = 200;
/** Attempts after which it is said that none reaches the kernel. */
const MANY = 5;
const STUCK = 'globalThis[Symbol.for("batchwise.stuck")]()';
const ADVICE = `kernel: the interrupted cell is inside native code, which cannot be broken off.
        If it does not end by itself, restart the kernel.
`;

const state = new Int32Array(workerData);
let next = Number.POSITIVE_INFINITY;
let attempts = 0;

/** Notes a signal. */
function signalled() {
  const count = Atomics.add(state, SLOTS.count, 1) + 1;
  parentPort?.postMessage(count);
  next = Date.now() + GRACE_MS;
  attempts = 0;
}

/** Breaks off what keeps the kernel from answering, again and again until it has. */
function attend() {
  if (Date.now() < next) return;
  const count = Atomics.load(state, SLOTS.count);
  if (Atomics.load(state, SLOTS.settled) === count) {
    next = Number.POSITIVE_INFINITY;
    return;
  }
  const session = new Session();
  session.connectToMainThread();
  session.post("Runtime.evaluate", { expression: STUCK });
  session.disconnect();
  attempts += 1;
  if (attempts === MANY && Atomics.load(state, SLOTS.reached) !== count) writeSync(2, ADVICE);
  next = Date.now() + RETRY_MS;
}

/**
 * `breakOnSigint` is the one way by which a thread hears a signal: the innermost call that runs with it
 * is broken off, at once. While what it calls for is done, those around it are there to hear the next
 * one: the process is never without a handler, which would end it.
 */
const scripts = [2, 1, 0].map((inner) => new Script(`batchwiseWatch(${inner})`));
globalThis.batchwiseWatch = (level) => {
  for (;;) {
    try {
      if (level > 0) scripts[scripts.length - level].runInThisContext({ breakOnSigint: true });
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
globalThis.batchwiseWatch(scripts.length);
