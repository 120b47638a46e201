import { availableParallelism } from "node:os";
import { positiveInteger, positiveNumber } from "../check.js";
import type { Dataset } from "../data/dataset.js";
import { fingerprint } from "../data/fingerprint.js";
import type { QueueSettings } from "../jobs/queueSettings.js";
import { type Served, serveQueues } from "../jobs/serveQueues.js";
import { trialsWork } from "./trialsWork.js";

/** Where a worker takes runs from, what it was given for them, and until when. */
export interface ServeOptions {
  readonly queue: string | QueueSettings;
  /** Runs at a time, each on a thread of its own. Default the machine's threads. */
  readonly threads?: number;
  /** Data sets; it then works for runs on these only. Default any, which it gets from the server. */
  readonly data?: readonly Dataset[];
  /** It ends after so many seconds without work. Default never. */
  readonly idleSeconds?: number;
  /** It takes no new runs, finishes those at work, and ends. */
  readonly finish?: AbortSignal;
  /** It gives back the runs at work, and ends. */
  readonly giveBack?: AbortSignal;
  /** Called when a run begins or ends, and when the queue is another. */
  readonly onChange?: (served: Served) => void;
}

/**
 * Works for queues: takes runs of studies, sweeps and advice, and gives back their rows, until it is told to end.
 * @throws QueueError where the server cannot be used, or where there are only producers that this worker cannot serve
 *
 * ```ts
 * await serveQueue({ queue: "redis://:password@host", idleSeconds: 60 });
 * ```
 */
export async function serveQueue(options: ServeOptions): Promise<Served> {
  const { queue, threads = availableParallelism(), data, idleSeconds, ...rest } = options;
  positiveInteger("serveQueue", "threads", threads);
  if (idleSeconds !== undefined) positiveNumber("serveQueue", "idleSeconds", idleSeconds);
  const given = data && new Map(data.map((one) => [fingerprint(one), one]));
  return await serveQueues({
    queue,
    works: { trials: trialsWork },
    places: threads,
    ...(idleSeconds !== undefined && { idleSeconds }),
    ...(given && { dataset: (name: string) => given.get(name) }),
    refusal: ({ subject, data: ofData, text }) => {
      if (!ofData)
        return `its producer has runs of ${text}, which this worker was not started with`;
      if (given === undefined || given.has(subject)) return undefined;
      const own = [...given.keys()].map((name) => name.slice(0, 12)).join(", ");
      return `its producer works on other data (${text}, fingerprint ${subject.slice(0, 12)}) than this worker was given (${own}); give it the same file with the same options`;
    },
    ...rest,
  });
}
