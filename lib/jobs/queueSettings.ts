import { AsyncLocalStorage } from "node:async_hooks";
import { numberBetween, refuse } from "../check.js";

/** A server on which runs wait for workers. */
export interface QueueSettings {
  /** `redis://host`, `redis://:password@host:6379/0`, or `rediss://…` with TLS. */
  readonly url: string;
  /**
   * After so many seconds without a sign of life of a worker its runs go to another; producer and workers agree on it.
   * Default 60.
   */
  readonly lockSeconds?: number;
  /** Most seconds that the server may be away before the work fails, 0 to 86,400. Default 300. */
  readonly patienceSeconds?: number;
  /** Most megabytes of a data set that are put onto the server, compressed; 0 for none: each worker is then given the data. Default 200. */
  readonly dataMegabytes?: number;
}

const inside = new AsyncLocalStorage<{ readonly queue: Required<QueueSettings> | undefined }>();

/**
 * Does work whose runs are spread over a queue, where workers of any machine take them: every study, sweep of trials
 * and advice within. Rows and journals are those of the work in this process; each row says its `machine`.
 * @param queue the server, or `undefined` for none, whatever BATCHWISE_QUEUE says
 *
 * ```ts
 * const rows = await withQueue("redis://:password@host", () => compare(data, candidates, { seeds }));
 * ```
 */
export function withQueue<T>(queue: string | QueueSettings | undefined, work: () => T): T {
  const settings = queue === undefined ? undefined : queueSettings("withQueue", queue);
  return inside.run({ queue: settings }, work);
}

/** The queue of `withQueue`, else the one that BATCHWISE_QUEUE names, else none. */
export function currentQueue(): Required<QueueSettings> | undefined {
  const given = inside.getStore();
  if (given) return given.queue;
  const url = process.env["BATCHWISE_QUEUE"];
  return url ? queueSettings("BATCHWISE_QUEUE", url) : undefined;
}

/** The settings in full, checked. */
export function queueSettings(who: string, given: string | QueueSettings): Required<QueueSettings> {
  const settings = typeof given === "string" ? { url: given } : given;
  const { url, lockSeconds = 60, patienceSeconds = 300, dataMegabytes = 200 } = settings;
  if (typeof url !== "string" || !/^rediss?:\/\/./.test(url) || !URL.canParse(url))
    refuse(
      who,
      "the queue must be an address such as redis://:password@host:6379",
      withoutPassword(url),
    );
  numberBetween(who, "lockSeconds", lockSeconds, 1, 3600);
  numberBetween(who, "patienceSeconds", patienceSeconds, 0, 86_400);
  numberBetween(who, "dataMegabytes", dataMegabytes, 0, 500);
  return { url, lockSeconds, patienceSeconds, dataMegabytes };
}

function withoutPassword(url: unknown): unknown {
  return typeof url === "string" ? url.replace(/:[^:@]*@/, ":…@") : url;
}
