import { Session } from "node:inspector";

/** How many parts are under way that must not be broken off. */
let shields = 0;
/** @type {Session | undefined} */
let session;

/** Thrown to no one: see {@link breakOff}. */
const UNWOUND = new Error("an interrupt broke off what was running");

/** Whether an uncaught exception is none. */
export const isUnwinding = (error) => error === UNWOUND;

/** Runs `work` to its end: an interrupt waits for it. For what would be left inconsistent, as the compiler. */
export function unbroken(work) {
  shields += 1;
  try {
    return work();
  } finally {
    shields -= 1;
  }
}

/**
 * Ends all JavaScript on this thread's stack, down to the event loop, as V8 ends it for
 * `Runtime.terminateExecution`: no `catch` or `finally` runs, promise reactions that wait are dropped.
 * Called in the midst of it, by the inspector.
 * @returns {boolean} false: not now
 */
export function breakOff() {
  if (shields > 0) return false;
  if (!session) {
    session = new Session();
    session.connect(); // and stays so: V8 forgets the termination with its session
  }
  // Node ends the process where callbacks that never returned are left on its stack of async ids. It
  // clears that stack when an uncaught exception was handled; there is no other way to ask for it.
  /** @type {any} */ (process)._fatalException(UNWOUND);
  session.post("Runtime.terminateExecution");
  return true;
}
