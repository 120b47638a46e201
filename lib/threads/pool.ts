import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { unreachable } from "../check.js";
import { openblasChoice } from "../wasm/openblasChoice.js";
import { exchange } from "./exchange.js";
import type { FromThread, ToThread } from "./messages.js";

export interface ThreadOptions {
  /** What every job needs, sent to each thread once. */
  readonly shared: unknown;
  readonly signal?: AbortSignal | undefined;
  /** Default the machine's. */
  readonly threads?: number | undefined;
  /** Called with the share of a job that is done, 0 to 1. */
  readonly onProgress?: (position: number, share: number) => void;
  /**
   * What the signal does to jobs at work: `fail` ends their threads, and the work fails with its reason;
   * `finish` lets each end as it sees fit when it is told, and gives what it gave.
   */
  readonly onAbort: "fail" | "finish";
}

/** Threads that have no work, by module; they do not keep the process alive. */
const idle = new Map<string, Worker[]>();

/**
 * Does jobs on threads that run a module, one job at a time on each, and gives every output as soon as it
 * is known, with the position of its job. The module answers by `serveJobs`. Leaving early ends the jobs
 * that are at work.
 */
export async function* onThreads<J, O>(
  module: URL,
  jobs: readonly J[],
  { shared, signal, threads = availableParallelism(), onProgress, onAbort }: ThreadOptions,
): AsyncGenerator<readonly [position: number, output: O]> {
  openblasChoice(); // For all threads alike.
  const fails = onAbort === "fail";
  if (fails) signal?.throwIfAborted();
  const abort = new Int32Array(new SharedArrayBuffer(4));
  const atWork = new Set<Worker>();
  const ready: [number, O][] = [];
  let wake = (): void => {};
  let next = 0;
  let given = 0;
  const stop = (): void => {
    Atomics.store(abort, 0, 1);
    if (!fails) return;
    next = jobs.length;
    for (const worker of atWork) void worker.terminate();
  };
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop, { once: true });
  const work = async (): Promise<void> => {
    const worker = idleOf(module).pop() ?? new Worker(module);
    worker.ref();
    atWork.add(worker);
    try {
      send(worker, { kind: "shared", shared, abort });
      while (next < jobs.length) {
        const position = next++;
        const report = (share: number): void => onProgress?.(position, share);
        ready.push([position, await outputOf<O>(worker, jobs[position], report)]);
        report(1);
        wake();
      }
    } catch (error) {
      next = jobs.length;
      stop();
      await worker.terminate();
      throw fails && signal?.aborted ? signal.reason : error;
    } finally {
      atWork.delete(worker);
    }
    if (fails && Atomics.load(abort, 0) === 1) return; // It was ended just as its job was done.
    worker.unref();
    idleOf(module).push(worker);
  };
  let working = true;
  const pool = Promise.all(Array.from({ length: Math.min(threads, jobs.length) }, work));
  const ended = pool.finally(() => {
    working = false;
    wake();
  });
  ended.catch(() => {}); // Thrown below, once the outputs that are there are given.
  let left = true;
  try {
    while (working || ready.length > 0) {
      for (const output of ready.splice(0)) {
        given++;
        yield output;
      }
      if (working && ready.length === 0)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
    if (given < jobs.length) signal?.throwIfAborted();
    left = false;
  } finally {
    next = jobs.length;
    stop();
    signal?.removeEventListener("abort", stop);
    // Whoever left does not ask how threads that were ended did.
    await (left && fails ? ended.catch(() => {}) : ended);
  }
}

function idleOf(module: URL): Worker[] {
  const found = idle.get(module.href) ?? [];
  idle.set(module.href, found);
  return found;
}

function send(worker: Worker, message: ToThread): void {
  worker.postMessage(message);
}

function outputOf<O>(
  worker: Worker,
  job: unknown,
  onProgress: (share: number) => void,
): Promise<O> {
  const message: ToThread = { kind: "job", job };
  return exchange<FromThread<O>, O>(worker, message, (answer, { resolve, reject }) => {
    switch (answer.kind) {
      case "progress":
        return onProgress(answer.share);
      case "failed":
        return reject(answer.error);
      case "done":
        return resolve(answer.output);
      default:
        return unreachable(answer);
    }
  });
}
