import { availableParallelism } from "node:os";
import { positiveInteger, positiveNumber, refuse } from "../check.js";
import type { Dataset } from "../data/dataset.js";
import { fingerprint } from "../data/fingerprint.js";
import type { QueueEntry } from "../jobs/messages.js";
import type { QueueSettings } from "../jobs/queueSettings.js";
import { type Served, serveQueues } from "../jobs/serveQueues.js";
import { programWork, type WorkerProgram } from "./programWork.js";
import { trialsWork } from "./trialsWork.js";

/** Where a worker takes runs from, what it was given for them, and until when. */
export interface ServeOptions {
  readonly queue: string | QueueSettings;
  /** Runs at a time, each on a thread of its own. Default the machine's threads; of a program one, or one for each device. */
  readonly threads?: number;
  /** Data sets; it then works for runs on these only. Default any, which it gets from the server. */
  readonly data?: readonly Dataset[];
  /** A program; it then runs this one only. Without it, it runs none. */
  readonly program?: WorkerProgram;
  /** It ends after so many seconds without work. Default never. */
  readonly idleSeconds?: number;
  /** It takes no new runs, finishes those at work, and ends. */
  readonly finish?: AbortSignal;
  /** It gives back the runs at work, and ends. */
  readonly giveBack?: AbortSignal;
  /** Called when a run begins or ends, and when the queue is another. */
  readonly onChange?: (served: Served) => void;
}

const who = "serveQueue";

/**
 * Works for queues: takes runs of studies, sweeps and advice, and gives back their rows, until it is told to end.
 * @throws QueueError where the server cannot be used, or where there are only producers that this worker cannot serve
 *
 * ```ts
 * await serveQueue({ queue: "redis://:password@host", idleSeconds: 60 });
 * ```
 */
export async function serveQueue(options: ServeOptions): Promise<Served> {
  const { queue, data, program, idleSeconds, ...rest } = options;
  if (data && program) refuse(who, "data and a program must not both be given", "both");
  const own = program && programWork(program);
  const { threads = own ? (program?.devices?.length ?? 1) : availableParallelism() } = rest;
  positiveInteger(who, "threads", threads);
  if (idleSeconds !== undefined) positiveNumber(who, "idleSeconds", idleSeconds);
  if (program?.devices && threads > program.devices.length)
    refuse(who, `threads must be at most the ${program.devices.length} devices`, threads);
  const given = data && new Map(data.map((one) => [fingerprint(one), one]));
  return await serveQueues({
    queue,
    works: own ? own.works : { trials: trialsWork },
    places: threads,
    ...(idleSeconds !== undefined && { idleSeconds }),
    ...(given && { dataset: (name: string) => given.get(name) }),
    refusal: own
      ? (entry) => refusalOfProgram(entry, own)
      : (entry) => refusalOfData(entry, given && [...given.keys()]),
    ...rest,
  });
}

function refusalOfProgram(
  { subject, text }: QueueEntry,
  own: { readonly command: readonly string[]; readonly subject: string },
): string | undefined {
  if (subject === own.subject) return undefined;
  return `its producer has runs of ${text}; this worker was started with the command ${own.command.join(" ")} and runs nothing else`;
}

function refusalOfData(
  { subject, data, text }: QueueEntry,
  given: readonly string[] | undefined,
): string | undefined {
  if (!data)
    return `its producer has runs of the program ${text}; a worker runs it only if it is started with the same --command`;
  if (given === undefined || given.includes(subject)) return undefined;
  const own = given.map((name) => name.slice(0, 12)).join(", ");
  return `its producer works on other data (${text}, fingerprint ${subject.slice(0, 12)}) than this worker was given (${own}); give it the same file with the same options`;
}
