import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Dataset } from "../data/dataset.js";
import type { OwnPreparation } from "../experiment/preparation.js";
import {
  runTrials,
  type StudyRow,
  type StudyTrial,
  type TrialOptions,
} from "../experiment/runTrials.js";
import type { OnProgress } from "../progress.js";

/** Why work ended: the budget's seconds are over. */
export class BudgetOver extends Error {
  override readonly name = "BudgetOver";
}

/** Trainings with one journal and one deadline; counts those that are finished. */
export class Work {
  readonly #folder: string;
  readonly #temporary: boolean;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #deadline = new AbortController();
  readonly #onProgress: OnProgress | undefined;
  readonly signal: AbortSignal;
  readonly started: number = performance.now();
  /** Trainings expected; more where a search had to widen. */
  planned = 0;
  trainings = 0;

  constructor({
    folder,
    seconds,
    signal,
    onProgress,
  }: {
    readonly folder: string | undefined;
    readonly seconds: number | undefined;
    readonly signal: AbortSignal | undefined;
    readonly onProgress: OnProgress | undefined;
  }) {
    this.#temporary = folder === undefined;
    this.#folder = folder ?? mkdtempSync(join(tmpdir(), "batchwise-advise-"));
    this.#onProgress = onProgress;
    if (seconds !== undefined)
      this.#timer = setTimeout(() => this.#deadline.abort(new BudgetOver()), 1000 * seconds);
    this.signal = signal ? AbortSignal.any([signal, this.#deadline.signal]) : this.#deadline.signal;
  }

  /** Seconds since the beginning. */
  get seconds(): number {
    return (performance.now() - this.started) / 1000;
  }

  /** Where the trainings of a stage are kept. */
  journal(stage: string): string {
    return join(this.#folder, "journal", `${stage}.jsonl`);
  }

  async run(
    stage: string,
    data: Dataset,
    prepare: OwnPreparation,
    trials: readonly StudyTrial[],
    options: Pick<TrialOptions, "readTest" | "keepHistory" | "keepConfusion"> = {},
  ): Promise<StudyRow[]> {
    const before = this.trainings;
    this.signal.throwIfAborted();
    return await runTrials(data, trials, {
      ...options,
      prepare,
      journal: this.journal(stage),
      signal: this.signal,
      onProgress: ({ done }) => this.#count(before + done),
    });
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
