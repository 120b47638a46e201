import { setTimeout as pause } from "node:timers/promises";

/** How long after a failure requests may still be on their way from before it. */
const SETTLE_MS = 100;

/**
 * Runs cells one after another. A failure aborts those requested before the client could know of it.
 *
 * tslab's own queue aborts for 200 ms after every failure, also the cells after an expected one.
 */
export class CellQueue {
  #tail = Promise.resolve();
  #generation = 0;

  /** The outcome of `run`, or undefined where a failure before it aborted it. */
  add(run) {
    const generation = this.#generation;
    const outcome = this.#tail.then(() => (generation === this.#generation ? run() : undefined));
    this.#tail = outcome.catch(() => undefined);
    return outcome;
  }

  /** Aborts every cell that was requested before the returned promise is fulfilled. */
  async abortWaiting() {
    await pause(SETTLE_MS);
    this.#generation += 1;
  }
}
