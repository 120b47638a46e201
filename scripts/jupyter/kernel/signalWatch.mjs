import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { breakOff } from "./breakOff.mjs";
import { SLOTS } from "./signalSlots.mjs";

/** The function that the thread calls on this one, in the midst of whatever keeps it busy. */
const STUCK = Symbol.for("batchwise.stuck");

/**
 * Node would install a handler of its own for the first listener, and the system's default, which ends
 * the process, with the last one. Here listeners hear from the watching thread.
 */
function keepSignal(name) {
  for (const event of ["newListener", "removeListener"]) {
    for (const own of process.rawListeners(event)) {
      process.off(event, /** @type {any} */ (own));
      process.on(event, (type, listener) => {
        if (type !== name) own.call(process, type, listener);
      });
    }
  }
}

/**
 * SIGINT, seen by a thread of its own, so that it is also heard while this one is busy.
 *
 * Listeners of `process` hear it as usual, as soon as the event loop turns. Until `settle` says that
 * all was done about it, whatever still keeps this thread busy after a while is broken off.
 */
export class SignalWatch {
  #state = new Int32Array(new SharedArrayBuffer(4 * Object.keys(SLOTS).length));

  /** @param onBroken is called after something was broken off */
  async start(onBroken) {
    keepSignal("SIGINT");
    globalThis[STUCK] = () => {
      Atomics.store(this.#state, SLOTS.reached, this.count);
      if (this.#isSettled) return;
      if (breakOff()) setImmediate(onBroken);
    };
    const options = { workerData: this.#state.buffer, execArgv: [] };
    const thread = new Worker(new URL("./signalThread.mjs", import.meta.url), options);
    await once(thread, "message");
    thread.unref();
    thread.on("message", (count) => {
      if (count > Atomics.load(this.#state, SLOTS.settled)) process.emit("SIGINT", "SIGINT");
    });
  }

  /** How many signals there have been. */
  get count() {
    return Atomics.load(this.#state, SLOTS.count);
  }

  /** Tells the thread that what the signals so far were meant for has ended. */
  settle() {
    Atomics.store(this.#state, SLOTS.settled, this.count);
  }

  get #isSettled() {
    return Atomics.load(this.#state, SLOTS.settled) === this.count;
  }
}
