import { AsyncLocalStorage } from "node:async_hooks";

/** How far a long piece of work is. */
export interface Progress {
  /** Units finished, in the same unit as `total`. */
  readonly done: number;
  readonly total: number;
  /** What a unit is, in the plural: "steps". */
  readonly unit: string;
}

/** Hears how far a piece of work is, each time that a unit of it is finished. */
export type OnProgress = (progress: Progress) => void;

const HOST = Symbol.for("batchwise.progress");
const inside = new AsyncLocalStorage<true>();

/**
 * Does a piece of work that tells its progress: to `given`, else to what a host (the notebook kernel) shows
 * it with. The host is asked once for each piece of work, and not for the pieces within it.
 */
export function withProgress<T>(
  given: OnProgress | undefined,
  work: (onProgress: OnProgress | undefined) => T,
): T {
  const onProgress = given ?? (inside.getStore() ? undefined : hostProgress());
  return inside.run(true, work, onProgress);
}

function hostProgress(): OnProgress | undefined {
  const offered: unknown = Reflect.get(globalThis, HOST);
  return typeof offered === "function" ? (offered as () => OnProgress)() : undefined;
}
