import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { prepareToBreakOff } from "./breakOff.mjs";
import { ANSWERS, PATIENCE_MS, SLOTS } from "./signalSlots.mjs";
import { holdTicks, installTicks } from "./ticks.mjs";

/** The function that the thread calls on this one, in the midst of whatever keeps it busy. */
const ASKED = Symbol.for("batchwise.stuck");
/** `prepareToBreakOff`, `#asked`, the function and the expression that calls it. */
const OWN_CALLS = 4;

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
 * It is told, as are listeners of `process`, as soon as the event loop turns. Until `settle` says that
 * all was done about it, whatever still keeps this thread busy after a while is broken off.
 */
export class SignalWatch {
  #state = new Int32Array(new SharedArrayBuffer(4 * Object.keys(SLOTS).length));

  /** @param handlers called at a signal, and after something was broken off */
  async start({ onSignal, onBroken }) {
    keepSignal("SIGINT");
    installTicks();
    globalThis[ASKED] = () => this.#asked(onBroken);
    Atomics.store(this.#state, SLOTS.answer, ANSWERS.notAsked);
    const options = { workerData: this.#state.buffer, execArgv: [] };
    const thread = new Worker(new URL("./signalThread.mjs", import.meta.url), options);
    await once(thread, "message");
    thread.unref();
    thread.on("message", (count) => {
      if (count <= Atomics.load(this.#state, SLOTS.settled)) return;
      onSignal();
      process.emit("SIGINT", "SIGINT"); // the notebook's own listeners
    });
  }

  /** How many signals there have been. */
  get count() {
    return Atomics.load(this.#state, SLOTS.count);
  }

  /** Tells the thread that what the signals so far were meant for has ended. */
  settle() {
    holdTicks(false);
    Atomics.store(this.#state, SLOTS.settled, this.count);
  }

  /** The thread asks whether it may break this one off. */
  #asked(onBroken) {
    const isOver = Atomics.load(this.#state, SLOTS.settled) === this.count;
    const { asked, yes, no, notAsked } = ANSWERS;
    const answer = !isOver && prepareToBreakOff(OWN_CALLS) ? yes : no;
    const was = Atomics.compareExchange(this.#state, SLOTS.answer, asked, answer);
    Atomics.notify(this.#state, SLOTS.answer);
    if (was !== asked || answer === no) return;
    // So that the breaking off is next in the inspector's queue, and nothing can run in between. Not by
    // `Atomics.wait`: a thread that is in one cannot be in another.
    const end = performance.now() + PATIENCE_MS;
    while (Atomics.load(this.#state, SLOTS.done) === 0)
      // The answer is taken back only as long as the thread has not read it: it never acts on an old one.
      if (
        performance.now() > end &&
        Atomics.compareExchange(this.#state, SLOTS.answer, yes, notAsked) === yes
      )
        return;
    holdTicks(true);
    setImmediate(onBroken);
  }
}
