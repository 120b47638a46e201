import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { unreachable } from "../../check.js";
import type { Dataset } from "../../data/dataset.js";
import { exchange } from "../../threads/exchange.js";
import type { TrainConfig } from "../config/config.js";
import type { Finished } from "./loop.js";
import type { TrainingSplits } from "./train.js";

export type ToWorker =
  | {
      readonly kind: "data";
      readonly splits: TrainingSplits;
      readonly abort: Int32Array<SharedArrayBuffer>;
    }
  | { readonly kind: "run"; readonly job: number; readonly config: TrainConfig };

export type FromWorker =
  | { readonly kind: "progress"; readonly job: number; readonly share: number }
  | { readonly kind: "finished"; readonly job: number; readonly finished: Finished }
  | { readonly kind: "failed"; readonly job: number; readonly error: unknown };

export interface PoolOptions {
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with the share of its budget that a run has spent. */
  readonly onProgress: (job: number, share: number) => void;
}

/** Threads that have no work; they do not keep the process alive. */
const idle: Worker[] = [];

/**
 * Trains every config on a pool of threads, one run per thread at a time, and gives each run as soon as it
 * is finished, with its config's position. Leaving early stops the runs that are at work.
 */
export async function* runOnThreads(
  splits: TrainingSplits,
  configs: readonly TrainConfig[],
  { threads = availableParallelism(), signal, onProgress }: PoolOptions,
): AsyncGenerator<readonly [job: number, finished: Finished]> {
  const abort = new Int32Array(new SharedArrayBuffer(4));
  const stop = (): void => void Atomics.store(abort, 0, 1);
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop, { once: true });
  const shared = { train: share(splits.train), valid: share(splits.valid) };
  const ready: [number, Finished][] = [];
  let wake = (): void => {};
  let next = 0;
  const work = async (): Promise<void> => {
    const worker = idle.pop() ?? new Worker(new URL("./trainWorker.js", import.meta.url));
    worker.ref();
    try {
      send(worker, { kind: "data", splits: shared, abort });
      while (next < configs.length) {
        const job = next++;
        ready.push([job, await runOn(worker, job, configs[job], onProgress)]);
        onProgress(job, 1);
        wake();
      }
    } catch (error) {
      next = configs.length;
      stop();
      await worker.terminate();
      throw error;
    }
    worker.unref();
    idle.push(worker);
  };
  let working = true;
  const pool = Promise.all(Array.from({ length: Math.min(threads, configs.length) }, work));
  const ended = pool.finally(() => {
    working = false;
    wake();
  });
  ended.catch(() => {}); // Thrown below, once the runs that did finish are given.
  try {
    while (working || ready.length > 0) {
      yield* ready.splice(0);
      if (working && ready.length === 0)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    next = configs.length;
    stop();
    signal?.removeEventListener("abort", stop);
    await ended;
  }
}

function send(worker: Worker, message: ToWorker): void {
  worker.postMessage(message);
}

function runOn(
  worker: Worker,
  job: number,
  config: TrainConfig,
  onProgress: PoolOptions["onProgress"],
): Promise<Finished> {
  const message: ToWorker = { kind: "run", job, config };
  return exchange<FromWorker, Finished>(worker, message, (answer, { resolve, reject }) => {
    switch (answer.kind) {
      case "progress":
        return onProgress(answer.job, answer.share);
      case "failed":
        return reject(answer.error);
      case "finished":
        return resolve(answer.finished);
      default:
        return unreachable(answer);
    }
  });
}

/** The same data in memory that all threads see. */
function share(data: Dataset): Dataset {
  const x = new Float32Array(new SharedArrayBuffer(data.x.byteLength));
  const y = new Int32Array(new SharedArrayBuffer(data.y.byteLength));
  x.set(data.x);
  y.set(data.y);
  return { ...data, x, y };
}
