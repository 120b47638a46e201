import { setTimeout as wait } from "node:timers/promises";
import type { Job, Worker } from "bullmq";
import type { Dataset } from "../data/dataset.js";
import { parsePlain, plainJson } from "../search/plainJson.js";
import { connect, type Link } from "./connect.js";
import { codeVersion, machineName } from "./machine.js";
import { entryFrom, KEYS, messageFrom, type QueueEntry, queueName } from "./messages.js";
import { explained, QueueError, shownUrl } from "./queueError.js";
import { type QueueSettings, queueSettings } from "./queueSettings.js";
import { Slots } from "./slots.js";
import { storedDataset, storedWork } from "./store.js";

/** What a job is told beside itself. */
export interface JobContext {
  /** Aborts when the job is to be given back. */
  readonly signal: AbortSignal;
  /** Number of the place it works in, from 0. */
  readonly slot: number;
}

/** Makes the function that does the jobs with these settings on these data. */
export type OpenWork = (
  settings: Readonly<Record<string, unknown>>,
  data: () => Promise<Dataset>,
) => Promise<(job: unknown, context: JobContext) => Promise<unknown>>;

/** How far a worker is. */
export interface Served {
  readonly done: number;
  readonly failed: number;
  readonly running: number;
  /** What it works on, or waits for. */
  readonly text: string;
}

/** What a worker does, where, and until when. */
export interface ServeQueuesOptions {
  readonly queue: string | QueueSettings;
  /** By kind. */
  readonly works: Readonly<Record<string, OpenWork>>;
  /** Jobs at a time. */
  readonly places: number;
  /** Whether it may work for this queue; the reason why not, and what to do. Default: for all. */
  readonly refusal?: (entry: QueueEntry) => string | undefined;
  /** A data set that it was given, by its fingerprint. */
  readonly dataset?: (fingerprint: string) => Dataset | undefined;
  /** It ends after so many seconds without work. Default never. */
  readonly idleSeconds?: number;
  /** It takes no new jobs, finishes those at work, and ends. */
  readonly finish?: AbortSignal;
  /** It gives back the jobs at work, and ends. */
  readonly giveBack?: AbortSignal;
  readonly onChange?: (served: Served) => void;
}

const MOST_STALLS = 10;
/** Milliseconds between two looks for queues, without work and with it. */
const [LOOK, LOOK_AT_WORK] = [1000, 5000];
/** A producer that has been silent for so many milliseconds may have gone. */
const SILENT = 20_000;
const UNLISTED = 600_000;
const REMEMBERED = 4;

/** Works for the queues of its version, those there are and those to come, until it is told to end. */
export async function serveQueues(options: ServeQueuesOptions): Promise<Served> {
  const settings = queueSettings("serveQueue", options.queue);
  // A worker waits for its server for good.
  const link = await connect({ ...settings, patienceSeconds: Number.POSITIVE_INFINITY });
  const serving = new Serving(link, options);
  try {
    return await serving.untilEnd();
  } finally {
    await serving.close();
    link.close();
  }
}

class Serving {
  readonly #workers = new Map<string, Worker>();
  /** When each of their queues was last in the list. */
  readonly #listed = new Map<string, number>();
  readonly #opened = new Map<string, ReturnType<OpenWork>>();
  readonly #slots: Slots;
  readonly #giveBack = new AbortController();
  #done = 0;
  #failed = 0;
  #running = 0;
  #lastWork = performance.now();
  #text = "waits for a queue";

  constructor(
    readonly link: Link,
    readonly options: ServeQueuesOptions,
  ) {
    this.#slots = new Slots(options.places);
  }

  async untilEnd(): Promise<Served> {
    const { finish, giveBack, idleSeconds = Number.POSITIVE_INFINITY } = this.options;
    const give = (): void => this.#giveBack.abort(giveBack?.reason);
    if (giveBack?.aborted) give();
    giveBack?.addEventListener("abort", give, { once: true });
    const ends = [finish, giveBack].filter((signal) => signal !== undefined);
    const signal = AbortSignal.any(ends);
    while (!signal.aborted) {
      await this.#look(signal).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
      const idle = this.#running === 0 && performance.now() - this.#lastWork > 1000 * idleSeconds;
      if (idle) break;
      await wait(this.#running > 0 ? LOOK_AT_WORK : LOOK, undefined, { signal }).catch(() => {});
    }
    await this.close();
    return this.#served();
  }

  /** Takes no more jobs and waits for those at work. */
  async close(): Promise<void> {
    await Promise.all([...this.#workers.values()].map((worker) => worker.close()));
    this.#workers.clear();
  }

  /** Begins to serve queues that are new, and refuses to wait where only those are that it cannot serve. */
  async #look(signal: AbortSignal): Promise<void> {
    const list = await this.link.ask(this.link.client.hgetall(KEYS.queues), signal);
    const entries = Object.values(list).flatMap((text) => entryFrom(text) ?? []);
    await this.#leave(new Set(entries.map(({ version, subject }) => queueName(subject, version))));
    const reasons: string[] = [];
    for (const entry of entries) {
      if (this.#workers.has(queueName(entry.subject, entry.version))) continue;
      const reason = await this.#refusal(entry, signal);
      if (reason === undefined) this.#serve(entry);
      else if (Date.now() - entry.seen < SILENT) reasons.push(reason);
    }
    if (this.#workers.size === 0 && reasons.length > 0)
      throw new QueueError(`${shownUrl(this.link.settings.url)}: ${reasons[0]}`);
  }

  /** Serves queues no longer that have had no producer for a while. */
  async #leave(listed: ReadonlySet<string>): Promise<void> {
    const now = performance.now();
    for (const [name, worker] of this.#workers) {
      if (listed.has(name) || !this.#listed.has(name)) this.#listed.set(name, now);
      if (now - (this.#listed.get(name) ?? now) < UNLISTED) continue;
      this.#workers.delete(name);
      this.#listed.delete(name);
      await worker.close();
    }
  }

  async #refusal(entry: QueueEntry, signal: AbortSignal): Promise<string | undefined> {
    if (entry.version !== codeVersion())
      return `its producer runs version ${entry.version} of the library, this worker ${codeVersion()}; install the same here, and build it`;
    const reason = this.options.refusal?.(entry);
    if (reason !== undefined || !entry.data || this.options.dataset?.(entry.subject)) return reason;
    const there = await this.link.ask(this.link.client.exists(KEYS.data(entry.subject)), signal);
    return there === 1
      ? undefined
      : `the data of its producer (${entry.text}) are not on the server; start this worker with their file (npm run worker -- --data file …)`;
  }

  #serve({ subject, text }: QueueEntry): void {
    const name = queueName(subject);
    if (this.#workers.has(name)) return;
    const lock = 1000 * this.link.settings.lockSeconds;
    const worker = new this.link.bullmq.Worker(
      name,
      (job, token) => this.#answer(job, token, subject),
      {
        connection: this.link.duplicate(),
        concurrency: this.options.places,
        lockDuration: lock,
        stalledInterval: lock / 2,
        maxStalledCount: MOST_STALLS,
        name: machineName(),
      },
    );
    worker.on("error", (error) =>
      this.#tell(`waits: ${explained(this.link.settings.url, error).message}`),
    );
    this.#workers.set(name, worker);
    this.#tell(`works on ${text}`);
  }

  async #answer(job: Job, token: string | undefined, subject: string): Promise<string> {
    const giveBack = async (): Promise<never> => {
      await job.moveToWait(token);
      throw new this.link.bullmq.WaitingError();
    };
    return await this.#slots.use(async (slot) => {
      if (this.#giveBack.signal.aborted) await giveBack();
      this.#running++;
      this.#tell();
      try {
        const text = await this.#do(job.data, slot, subject);
        this.#done++;
        return text;
      } catch (error) {
        if (this.#giveBack.signal.aborted) return await giveBack();
        this.#failed++;
        throw this.#lasting(error);
      } finally {
        this.#running--;
        this.#lastWork = performance.now();
        this.#tell();
      }
    });
  }

  async #do(data: unknown, slot: number, subject: string): Promise<string> {
    const message = messageFrom(data);
    if (message === undefined)
      throw new QueueError("what lies in the queue is no job of this library");
    const { version, work, job } = message;
    if (version !== codeVersion())
      throw new QueueError(`the job is of version ${version}, this worker of ${codeVersion()}`);
    const run = await this.#open(work, subject);
    const output = await run(parsePlain(job), { signal: this.#giveBack.signal, slot });
    return plainJson("worker", { machine: machineName(), output });
  }

  /** What does the jobs with these settings; the last few are remembered. */
  #open(hash: string, subject: string): ReturnType<OpenWork> {
    const key = `${subject} ${hash}`;
    const known = this.#opened.get(key);
    const opening = known ?? this.#openNew(hash, subject);
    this.#opened.delete(key);
    this.#opened.set(key, opening);
    opening.catch(() => this.#opened.delete(key));
    for (const old of this.#opened.keys())
      if (this.#opened.size > REMEMBERED) this.#opened.delete(old);
    return opening;
  }

  async #openNew(hash: string, subject: string): ReturnType<OpenWork> {
    const { kind, settings } = await storedWork(this.link, hash);
    if (!Object.hasOwn(this.options.works, kind))
      throw new QueueError(
        `this worker does not know the work "${kind}"; it knows ${Object.keys(this.options.works).join(", ")}`,
      );
    const data = async (): Promise<Dataset> =>
      this.options.dataset?.(subject) ?? (await storedDataset(this.link, subject));
    return await this.options.works[kind](settings, data);
  }

  /** An error as the producer will read it; what would come again is not tried again. */
  #lasting(error: unknown): Error {
    const { name = "Error", message = String(error) } = error as Partial<Error>;
    const text = `${message} (on ${machineName()})`;
    return name === "ArgumentError" || name === "QueueError"
      ? new this.link.bullmq.UnrecoverableError(text)
      : new Error(text, { cause: error });
  }

  #served(): Served {
    return { done: this.#done, failed: this.#failed, running: this.#running, text: this.#text };
  }

  #tell(text: string = this.#text): void {
    this.#text = text;
    this.options.onChange?.(this.#served());
  }
}
