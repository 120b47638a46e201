import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OnProgress } from "../progress.js";
import { canonicalJson } from "../search/plainJson.js";
import { mean } from "../stats/describe.js";
import type { TriedRow } from "./advice.js";
import { milliseconds } from "./milliseconds.js";
import type { Asked, Outcome, Role, Trainer } from "./trainer.js";

/** Why work ended: the budget's seconds are over. */
export class BudgetOver extends Error {
  override readonly name = "BudgetOver";
}

/** Trainings with one journal and one deadline; counts those that are finished. */
export class Work {
  readonly #folder: string;
  readonly #temporary: boolean;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #limit: number;
  readonly #deadline = new AbortController();
  readonly #onProgress: OnProgress | undefined;
  readonly #spent: number;
  readonly #tuned: (Outcome & { readonly steps: number })[] = [];
  readonly signal: AbortSignal;
  readonly started: number = performance.now();
  /** Trainings expected; more where a search had to widen. */
  planned = 0;
  trainings = 0;

  constructor({
    folder,
    seconds,
    spent = 0,
    signal,
    onProgress,
  }: {
    readonly folder: string | undefined;
    readonly seconds: number | undefined;
    /** Seconds that went before. */
    readonly spent?: number;
    readonly signal: AbortSignal | undefined;
    readonly onProgress: OnProgress | undefined;
  }) {
    this.#temporary = folder === undefined;
    this.#folder = folder ?? mkdtempSync(join(tmpdir(), "batchwise-advise-"));
    this.#onProgress = onProgress;
    this.#spent = spent;
    this.#limit = seconds ?? Number.POSITIVE_INFINITY;
    if (seconds !== undefined)
      this.#timer = setTimeout(
        () => this.#deadline.abort(new BudgetOver()),
        milliseconds(Math.max(0, seconds - spent)),
      );
    this.signal = signal ? AbortSignal.any([signal, this.#deadline.signal]) : this.#deadline.signal;
  }

  /** Seconds since the beginning. */
  get seconds(): number {
    return this.#spent + (performance.now() - this.started) / 1000;
  }

  /** Seconds of the budget that are left. */
  get left(): number {
    return this.#limit - this.seconds;
  }

  /** Where the trainings of a stage are kept. */
  journal(stage: string): string {
    return join(this.#folder, "journal", `${stage}.jsonl`);
  }

  /** Trains all that is asked for, with a journal for each role. */
  async run(trainer: Trainer, role: Role, asked: readonly Asked[]): Promise<Outcome[]> {
    const before = this.trainings;
    this.signal.throwIfAborted();
    const keys = asked.map((one) => canonicalJson("advise", one));
    const different = new Map(keys.map((key, i) => [key, asked[i]]));
    const jobs = [...different.values()];
    const outcomes = await trainer.train(role, jobs, {
      journal: this.journal(role),
      signal: this.signal,
      onProgress: ({ done }) => this.#count(before + done),
    });
    if (role === "tuning")
      this.#tuned.push(...outcomes.map((outcome, i) => ({ ...outcome, steps: jobs[i].steps })));
    const byKey = new Map([...different.keys()].map((key, i) => [key, outcomes[i]]));
    return keys.flatMap((key) => byKey.get(key) ?? []);
  }

  /** What was tried while rates were tuned, by size, rate and length. */
  get tried(): TriedRow[] {
    const groups = new Map<string, Map<number, Outcome & { readonly steps: number }>>();
    for (const one of this.#tuned) {
      const key = `${one.batchSize} ${one.learningRate} ${one.steps}`;
      // What two stages asked for is one training.
      groups.set(key, (groups.get(key) ?? new Map()).set(one.seed, one));
    }
    return [...groups.values()]
      .map((seeds) => [...seeds.values()])
      .map((all): TriedRow => {
        const [{ batchSize, learningRate, steps }] = all;
        const loss = mean(all.map(({ validLoss }) => validLoss));
        const validLoss = Number.isFinite(loss) ? loss : null;
        return { batchSize, learningRate, steps, trainings: all.length, validLoss };
      })
      .sort(
        (a, b) => a.batchSize - b.batchSize || a.learningRate - b.learningRate || a.steps - b.steps,
      );
  }

  /** Counts a training that was not run by `run`. */
  count(): void {
    this.#count(this.trainings + 1);
  }

  /** What `task` gives, or nothing if the budget is over before. */
  async unlessOver<T>(task: () => Promise<T>): Promise<T | undefined> {
    try {
      this.signal.throwIfAborted();
      return await task();
    } catch (error) {
      if (error instanceof BudgetOver) return undefined;
      throw error;
    }
  }

  end(): void {
    clearTimeout(this.#timer);
    if (this.#temporary) rmSync(this.#folder, { recursive: true, force: true });
  }

  #count(trainings: number): void {
    this.trainings = trainings;
    const total = Math.max(this.planned, trainings);
    this.#onProgress?.({ done: trainings, total, unit: "trainings" });
  }
}
