import { setMaxListeners } from "node:events";

/*
 * How an interrupt (SIGINT) reaches a cell:
 * - asynchronous work hears it at its AbortSignal, and is given up on after a second if it does not listen;
 * - synchronous work before the cell's first `await` is broken off by V8 at once, because tslab runs each
 *   cell with `breakOnSigint`;
 * - other work that keeps the event loop from turning (after an `await`, in a callback, in microtasks that
 *   never end) is broken off a little later: a thread of its own sees every signal (signalWatch.mjs) and
 *   ends what is on the kernel's stack through the inspector (breakOff.mjs).
 * A cell ends as interrupted whichever way it ended after the signal.
 *
 * Limits. Work that was given up on goes on in the background if it yields to the event loop. Code that is
 * broken off runs no `finally`, and callbacks that waited in the same turn of the event loop are dropped.
 * Native code (a large product, a synchronous child process) is broken off only when it returns; the thread
 * then says on the terminal that the kernel may have to be restarted. The compiler is never broken off: a
 * cell that was interrupted meanwhile does not start.
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
  setMaxListeners(0, controller.signal); // as many may listen as work at the same time
  globalThis[OFFERED] = controller.signal;
  return controller;
}
