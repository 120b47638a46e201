/** How many parts are under way that must not be broken off. */
let shields = 0;

/** Thrown to no one: see {@link prepareToBreakOff}. */
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

/** How many functions are being run, up to two. */
function depth() {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = 10;
    Error.prepareStackTrace = (_, frames) => frames;
    const holder = /** @type {any} */ ({});
    Error.captureStackTrace(holder, depth);
    return holder.stack.length;
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
}

/**
 * Whether all that runs on this thread may be broken off at once, down to the event loop, as V8 does
 * for the inspector's `Runtime.terminateExecution`: no `catch` or `finally` runs, promise reactions
 * that wait are dropped. To be asked in the midst of it, by the inspector.
 * @param {number} own how many functions run because of the question
 */
export function prepareToBreakOff(own) {
  // Without anything to break off, V8 would break off what comes next.
  if (shields > 0 || depth() <= own) return false;
  // Node ends the process where callbacks that never returned are left on its stack of async ids. It
  // clears that stack when an uncaught exception was handled; there is no other way to ask for it.
  /** @type {any} */ (process)._fatalException(UNWOUND);
  return true;
}
