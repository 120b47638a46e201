import { createHash } from "node:crypto";
import { refuse } from "../check.js";
import type { BatchSize } from "../data/batches.js";
import type { Dataset, Splits } from "../data/dataset.js";
import { split } from "../data/split.js";
import { standardize } from "../features/standardize.js";
import type { TrainConfig } from "../nn/config.js";
import type { HistoryRow, Run, Stopped } from "../nn/run.js";
import { trainEach } from "../nn/trainMany.js";
import { checkTraining } from "../nn/validate.js";
import type { RunContext } from "../search/inBatches.js";
import { sweep } from "../search/sweep.js";

/** One run of a study: how the data are divided, and how the model is trained. */
export interface StudyTrial {
  /** Seed of the division into train, valid and test. */
  readonly split: number;
  readonly config: TrainConfig;
}

/** What a study keeps of one trial. Losses are means per example, accuracies shares from 0 to 1. */
export interface StudyRow {
  readonly split: number;
  readonly config: TrainConfig;
  readonly batchSize: BatchSize;
  readonly learningRate: number;
  readonly stopped: Stopped;
  readonly steps: number;
  readonly epochs: number;
  /** Time spent in training steps. */
  readonly seconds: number;
  readonly trainLoss: number;
  /** Infinity where the run diverged, so that it is never chosen. */
  readonly validLoss: number;
  readonly validAccuracy: number;
  /** Only where the test was read. */
  readonly testLoss?: number;
  readonly testAccuracy?: number;
  /** Only where it was asked for. */
  readonly history?: readonly HistoryRow[];
}

export interface TrialOptions {
  /** Read the test part too. Once, at the end of a study. Default false. */
  readonly readTest?: boolean;
  /** Keep each run's history. Default false. */
  readonly keepHistory?: boolean;
  /** File that keeps each finished trial, from which a killed study goes on. Default none. */
  readonly journal?: string;
  readonly onProgress?: (progress: { done: number; total: number; unit: string }) => void;
}

/** Trains every trial on centred features, those with the same division of the data together, and gives their rows in order. */
export async function runTrials(
  data: Dataset,
  trials: readonly StudyTrial[],
  { readTest = false, keepHistory = false, journal, onProgress }: TrialOptions = {},
): Promise<StudyRow[]> {
  const run = async function* (
    jobs: readonly StudyTrial[],
    { signal }: RunContext,
  ): AsyncGenerator<readonly [position: number, row: StudyRow]> {
    const splits = centredSplits(data, jobs[0].split);
    const configs = jobs.map(({ config }) => config);
    for await (const [i, done] of trainEach(splits, configs, signal && { signal })) {
      signal?.throwIfAborted(); // A run that was cut short is no result.
      yield [i, await rowOf(jobs[i], done, splits, { readTest, keepHistory })];
    }
  };
  const rows = sweep(trials, run, {
    groupBy: (trial) => String(trial.split),
    experiment: { data: fingerprint(data), centred: true, readTest, keepHistory },
    ...(journal === undefined ? {} : { journal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const all: StudyRow[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

/**
 * The division of the data by a seed, each feature shifted to mean 0 on `train`. Without it the mean input
 * makes the loss steep in one direction, and no large batch can use a rate that suits it (LeCun et al. 1998,
 * "Efficient BackProp", 4.3).
 */
export function centredSplits(data: Dataset, seed: number): Splits {
  const { train, valid, test } = split(data, { seed });
  const centred = standardize({ scale: false }).fit(train);
  return {
    train: centred.transform(train),
    valid: centred.transform(valid),
    test: centred.transform(test),
  };
}

/** Fails unless every trial can be trained on the data. */
export function checkTrials(who: string, data: Dataset, trials: readonly StudyTrial[]): void {
  if (trials.length === 0) refuse(who, "trials must hold at least one trial", 0);
  const splits = split(data, { seed: trials[0].split });
  trials.forEach(({ config }, i) => void checkTraining(who, splits, config, `trials[${i}].config`));
}

/** `centred`: by {@link centredSplits}. `raw`: as they are. */
export type Inputs = "centred" | "raw";

/** The division of the data by a seed. */
export function splitsOf(data: Dataset, seed: number, inputs: Inputs): Splits {
  return inputs === "centred" ? centredSplits(data, seed) : split(data, { seed });
}

async function rowOf(
  { split: seed, config }: StudyTrial,
  run: Run,
  splits: Splits,
  { readTest, keepHistory }: { readonly readTest: boolean; readonly keepHistory: boolean },
): Promise<StudyRow> {
  const last = run.history[run.history.length - 1];
  const diverged = run.stopped === "diverged";
  const test = readTest ? await run.model.evaluate(splits.test) : undefined;
  return {
    split: seed,
    config,
    batchSize: config.batchSize,
    learningRate: config.optimizer.learningRate,
    stopped: run.stopped,
    steps: last.step,
    epochs: last.epoch,
    seconds: run.seconds,
    trainLoss: diverged ? Number.POSITIVE_INFINITY : last.trainLoss,
    validLoss: diverged ? Number.POSITIVE_INFINITY : last.validLoss,
    validAccuracy: last.validAccuracy,
    ...(test && { testLoss: test.loss, testAccuracy: test.accuracy }),
    ...(keepHistory && { history: run.history }),
  };
}

/** Identifies a dataset in a journal. */
export function fingerprint({ x, y, shape, classes }: Dataset): string {
  return createHash("sha256")
    .update(x)
    .update(y)
    .update(JSON.stringify([shape, classes]))
    .digest("hex");
}
