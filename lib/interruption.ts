const HOST_SIGNAL = Symbol.for("batchwise.interrupt");

/**
 * The signal that a host (the notebook kernel) offers for the running cell, if there is one.
 * Long work stops at it where the caller passes no signal of its own.
 */
export function hostInterruption(): AbortSignal | undefined {
  const offered: unknown = Reflect.get(globalThis, HOST_SIGNAL);
  return offered instanceof AbortSignal ? offered : undefined;
}
