import { availableParallelism } from "node:os";
import { parentPort, Worker, workerData } from "node:worker_threads";
import { exchange } from "../exchange.js";
import { openblasChoice } from "../wasm/openblasChoice.js";

type Answer<O> = { readonly output: O } | { readonly error: unknown };

export interface ThreadOptions {
  /** What every job needs, sent to each thread once. */
  readonly shared: unknown;
  /** Ends all threads at once; the work then fails with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Default the machine's. */
  readonly threads?: number;
}

/**
 * Does jobs on threads that run a module, one job at a time on each, and gives every output as soon as it
 * is known, with the position of its job. The module answers by {@link serveJobs}.
 */
export async function* onThreads<J, O>(
  module: URL,
  jobs: readonly J[],
  { shared, signal, threads = availableParallelism() }: ThreadOptions,
): AsyncGenerator<readonly [position: number, output: O]> {
  signal?.throwIfAborted();
  openblasChoice(); // For all threads alike.
  const workers = Array.from(
    { length: Math.min(threads, jobs.length) },
    () => new Worker(module, { workerData: shared }),
  );
  const running = new Map<Worker, Promise<{ worker: Worker; position: number; output: O }>>();
  let next = 0;
  const start = (worker: Worker): void => {
    running.delete(worker);
    if (next === jobs.length) return;
    const position = next++;
    const done = outputOf<J, O>(worker, jobs[position]).then((output) => ({
      worker,
      position,
      output,
    }));
    done.catch(() => {}); // The race below hears of it, unless another thread failed first.
    running.set(worker, done);
  };
  const abort = abortOf(signal);
  try {
    workers.forEach(start);
    while (running.size > 0) {
      const { worker, position, output } = await Promise.race([...running.values(), abort.aborted]);
      start(worker);
      yield [position, output];
    }
  } finally {
    abort.forget();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Answers the jobs that come to this thread, each by `work`. */
export function serveJobs<J, O>(work: (job: J, shared: unknown) => Promise<O>): void {
  const answer = (message: Answer<O>): void => parentPort?.postMessage(message);
  parentPort?.on("message", (job: J) => {
    work(job, workerData).then(
      (output) => answer({ output }),
      (error: unknown) => answer({ error }),
    );
  });
}

function outputOf<J, O>(worker: Worker, job: J): Promise<O> {
  return exchange<Answer<O>, O>(worker, job, (answer, { resolve, reject }) =>
    "error" in answer ? reject(answer.error) : resolve(answer.output),
  );
}

/** A promise that fails when the signal aborts, and what takes its ear off the signal. */
function abortOf(signal: AbortSignal | undefined): {
  readonly aborted: Promise<never>;
  readonly forget: () => void;
} {
  let stop = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal?.reason);
  });
  aborted.catch(() => {});
  signal?.addEventListener("abort", stop, { once: true });
  return { aborted, forget: () => signal?.removeEventListener("abort", stop) };
}
