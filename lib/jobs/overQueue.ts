import { setTimeout as wait } from "node:timers/promises";
import type { Queue } from "bullmq";
import type { RunContext, RunMany } from "../search/inBatches.js";
import { plainJson } from "../search/plainJson.js";
import { connect, type Link } from "./connect.js";
import { codeVersion } from "./machine.js";
import {
  type Answer,
  answerFrom,
  jobId,
  KEYS,
  type Message,
  queueName,
  type SharedWork,
} from "./messages.js";
import { QueueError } from "./queueError.js";
import { type QueueSettings, queueSettings } from "./queueSettings.js";
import { store } from "./store.js";

/** Most jobs of a call that wait in the queue at a time. */
const AHEAD = 10_000;
/** Jobs in one request to the server. */
const CHUNK = 500;
const ATTEMPTS = 3;
/** Days that a result is kept which nobody came for. */
const KEEP = { age: 7 * 24 * 3600 };
const [LEAST_WAIT, MOST_WAIT] = [10, 500];
/** Nobody reads the events: results are read from the jobs themselves. */
const EVENTS = 100;
/** Milliseconds between two signs of life, at which it is also looked whether all jobs are still there. */
const ALIVE = 5000;

/** Does jobs over a queue: a `RunMany` that gives each output as soon as it is there. */
export function overQueue<J, O>(
  queue: string | QueueSettings,
  work: SharedWork<J>,
  read: (answer: Answer, job: J) => O,
): RunMany<J, O> {
  const settings = queueSettings("queue", queue);
  const run = (
    jobs: readonly J[],
    context: RunContext,
  ): AsyncGenerator<readonly [position: number, output: O]> =>
    outputsOf(settings, work, jobs, read, context);
  return Object.assign(run, { batch: Number.MAX_SAFE_INTEGER });
}

async function* outputsOf<J, O>(
  settings: Required<QueueSettings>,
  work: SharedWork<J>,
  jobs: readonly J[],
  read: (answer: Answer, job: J) => O,
  { signal }: RunContext,
): AsyncGenerator<readonly [position: number, output: O]> {
  signal?.throwIfAborted();
  const link = await connect(settings, signal);
  const closing: (() => Promise<unknown>)[] = [];
  try {
    const stored = await store(link, work as SharedWork);
    const name = queueName(stored.subject);
    const queue = new link.bullmq.Queue(name, {
      connection: link.client,
      streams: { events: { maxLen: EVENTS } },
    });
    queue.on("error", () => {}); // Told by what waits for an answer.
    closing.push(() => queue.close());
    const waiting = new Waiting(link, queue, stored.work, jobs, work.groupBy);
    const sayAlive = (): Promise<unknown> =>
      link.ask(link.client.hset(KEYS.queues, name, JSON.stringify(stored.entry())), signal);
    await sayAlive();
    let said = performance.now();
    let pause = LEAST_WAIT;
    const failures: Failure[] = [];
    try {
      for (;;) {
        await waiting.fill(signal);
        const finished = await waiting.finished(signal);
        for (const { position, text } of finished.done) {
          const answer = answerFrom(text);
          if (answer === undefined)
            failures.push({ position, reason: "its worker gave back no row" });
          else yield [position, read(answer, jobs[position])];
        }
        // Whoever asked for the next output has kept those before.
        await waiting.remove(
          finished.done.map(({ id }) => id),
          signal,
        );
        failures.push(...finished.failed);
        if (waiting.isEmpty) break;
        const came = finished.done.length + finished.failed.length > 0;
        pause = came ? LEAST_WAIT : Math.min(pause * 1.5, MOST_WAIT, 50 + waiting.count / 20);
        if (performance.now() - said > ALIVE) {
          await sayAlive();
          await stored.refresh();
          await waiting.askAgain(signal);
          said = performance.now();
        }
        if (!came || waiting.count > CHUNK)
          await wait(pause, undefined, { ...(signal && { signal }) });
      }
    } catch (error) {
      if (!signal?.aborted) throw error;
      await waiting.withdraw().catch(() => {});
      throw signal.reason;
    }
    await link.ask(link.client.hdel(KEYS.queues, name), signal);
    if (failures.length > 0) throw failed(failures, jobs);
  } finally {
    for (const close of closing) await close().catch(() => {});
    link.close();
  }
}

interface Failure {
  readonly position: number;
  readonly reason: string;
}

function failed(failures: readonly Failure[], jobs: readonly unknown[]): QueueError {
  const [{ position, reason }] = failures;
  const [many, first] =
    failures.length > 1
      ? [`${failures.length} of ${jobs.length} jobs failed on their workers`, "The first: "]
      : ["a job failed on its worker", ""];
  const others = jobs.length > failures.length ? "; the others are done" : "";
  const text = `${many}${others}. ${first}${reason}\n${plainJson("queue", jobs[position])}`;
  return new QueueError(text, { ofJobs: true });
}

/** The jobs of a call that have no output yet. */
class Waiting<J> {
  /** Positions by number, of jobs that are in the queue. */
  readonly #asked = new Map<string, number>();
  readonly #order: readonly number[];
  #next = 0;

  constructor(
    readonly link: Link,
    readonly queue: Queue,
    readonly work: string,
    readonly jobs: readonly J[],
    groupBy: (job: J) => string = () => "",
  ) {
    const groups = new Map<string, number[]>();
    for (const [position, job] of jobs.entries()) {
      const name = groupBy(job);
      const group = groups.get(name);
      if (group) group.push(position);
      else groups.set(name, [position]);
    }
    this.#order = [...groups.values()].flat();
  }

  get count(): number {
    return this.#asked.size;
  }

  get isEmpty(): boolean {
    return this.#asked.size === 0 && this.#next >= this.#order.length;
  }

  /** Puts jobs into the queue, up to what may wait there; those that an earlier call left there are taken over. */
  async fill(signal: AbortSignal | undefined): Promise<void> {
    while (this.#next < this.#order.length && this.count < AHEAD) {
      const chunk = this.#order.slice(this.#next, this.#next + CHUNK);
      const ids = chunk.map((position) => jobId(this.work, this.jobs[position]));
      // What failed in an earlier call is tried anew.
      const scores = await this.#scores("failed", ids, signal);
      await this.remove(
        ids.filter((_, i) => scores[i] !== null),
        signal,
      );
      await this.#add(chunk, ids, signal);
      for (const [i, id] of ids.entries()) this.#asked.set(id, chunk[i]);
      this.#next += chunk.length;
    }
  }

  /** What has come to its end; it counts as waiting no longer. */
  async finished(signal: AbortSignal | undefined): Promise<{
    readonly done: readonly {
      readonly id: string;
      readonly position: number;
      readonly text: unknown;
    }[];
    readonly failed: readonly Failure[];
  }> {
    const ids = [...this.#asked.keys()];
    const done = await this.#values("completed", "returnvalue", ids, signal);
    const bad = await this.#values("failed", "failedReason", ids, signal);
    const taken = [...done, ...bad].map((one) => ({
      ...one,
      position: this.#asked.get(one.id) ?? -1,
    }));
    for (const { id } of taken) this.#asked.delete(id);
    return {
      done: taken.slice(0, done.length).map(({ text, ...one }) => ({ ...one, text: parsed(text) })),
      failed: taken
        .slice(done.length)
        .map(({ position, text }) => ({ position, reason: text ?? "for no reason that it told" })),
    };
  }

  async remove(ids: readonly string[], signal: AbortSignal | undefined): Promise<void> {
    for (let from = 0; from < ids.length; from += CHUNK)
      await this.link.ask(
        Promise.all(ids.slice(from, from + CHUNK).map((id) => this.queue.remove(id))),
        signal,
      );
  }

  /** Asks again for jobs that the server has lost, or that another call has taken away. */
  async askAgain(signal: AbortSignal | undefined): Promise<void> {
    const ids = [...this.#asked.keys()];
    for (let from = 0; from < ids.length; from += CHUNK) {
      const chunk = ids.slice(from, from + CHUNK);
      const pipeline = this.link.client.pipeline();
      for (const id of chunk) pipeline.exists(this.queue.toKey(id));
      const there = (await this.link.ask(pipeline.exec(), signal)) ?? [];
      const lost = chunk.filter((_, i) => there[i]?.[1] === 0);
      const positions = lost.map((id) => this.#asked.get(id) ?? 0);
      if (lost.length > 0) await this.#add(positions, lost, signal);
    }
  }

  /** Takes back what no worker has begun. */
  async withdraw(): Promise<void> {
    const ids = [...this.#asked.keys()];
    const states = await this.#scores("completed", ids, undefined);
    await this.remove(
      ids.filter((_, i) => states[i] === null),
      undefined,
    );
  }

  async #add(
    positions: readonly number[],
    ids: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const version = codeVersion();
    const all = positions.map((position, i) => {
      const data: Message = {
        version,
        work: this.work,
        job: plainJson("queue", this.jobs[position]),
      };
      const kept = { removeOnComplete: KEEP, removeOnFail: KEEP };
      const opts = { jobId: ids[i], attempts: ATTEMPTS, backoff: 1000, ...kept };
      return { name: "run", data, opts };
    });
    await this.link.ask(this.queue.addBulk(all), signal);
  }

  async #scores(
    set: "completed" | "failed",
    ids: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<(string | null)[]> {
    const scores: (string | null)[] = [];
    for (let from = 0; from < ids.length; from += CHUNK) {
      const chunk = ids.slice(from, from + CHUNK);
      const key = this.queue.toKey(set);
      scores.push(...(await this.link.ask(this.link.client.zmscore(key, chunk), signal)));
    }
    return scores;
  }

  async #values(
    set: "completed" | "failed",
    field: string,
    ids: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<{ readonly id: string; readonly text: string | null }[]> {
    const scores = await this.#scores(set, ids, signal);
    const found = ids.filter((_, i) => scores[i] !== null);
    const pipeline = this.link.client.pipeline();
    for (const id of found) pipeline.hget(this.queue.toKey(id), field);
    if (found.length === 0) return [];
    const texts = (await this.link.ask(pipeline.exec(), signal)) ?? [];
    return found.map((id, i) => ({ id, text: texts[i]?.[1] as string | null }));
  }
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return undefined;
  }
}
