/*
 * How an interrupt (SIGINT) reaches a cell:
 * - asynchronous work hears it at its AbortSignal, and is given up on if it does not listen;
 * - synchronous work is broken off by V8, because tslab runs each cell with `breakOnSigint`.
 *
 * Two limits are Node's. Synchronous work after a cell's first `await` runs outside `breakOnSigint`:
 * the interrupt waits until it yields. And while Node switches its signal handlers, some 0.1 ms at
 * the beginning and end of a cell's synchronous part, a SIGINT ends the process.
 */
const OFFERED = Symbol.for("batchwise.interrupt");

/** What the running cell fails with when the reader interrupts it. */
export class Interrupted extends Error {
  /** @override */
  name = "Interrupted";

  constructor() {
    super("the cell was interrupted");
  }
}

/**
 * A fresh AbortSignal for a cell, offered where the library looks for it, so that training stops
 * between two steps instead of being torn down in the middle of one.
 */
export function offerSignal() {
  const controller = new AbortController();
  globalThis[OFFERED] = controller.signal;
  return controller;
}
