const { nextTick } = process;

let held = false;

/** Whether the function that calls `process.nextTick` is one of Node's own. */
function isCalledByNode() {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = 1;
    Error.prepareStackTrace = (_, [caller]) => caller?.getFileName()?.startsWith("node:") ?? true;
    const holder = /** @type {any} */ ({});
    Error.captureStackTrace(holder, tickOrTurn);
    return holder.stack;
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
}

/** `process.nextTick`, which is held while something is broken off. */
function tickOrTurn(callback, ...args) {
  if (!held) nextTick.call(process, callback, ...args);
  else if (isCalledByNode()) setImmediate(callback, ...args);
}

/**
 * Makes `process.nextTick` one that can be held: ticks come before anything else that the event loop has
 * to do, so one that queues itself again would go on however often it is broken off.
 */
export function installTicks() {
  process.nextTick = tickOrTurn;
}

/** While held, Node's own ticks wait for the next turn of the event loop, and the notebook's are dropped. */
export function holdTicks(hold) {
  held = hold;
}
