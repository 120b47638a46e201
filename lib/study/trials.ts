import { createHash } from "node:crypto";
import { positiveInteger, refuse } from "../check.js";
import type { BatchSize } from "../data/batches.js";
import { type Dataset, type Splits, take } from "../data/dataset.js";
import { split } from "../data/split.js";
import { confusionMatrix } from "../evaluate/accuracy.js";
import { predictions } from "../evaluate/predictions.js";
import { standardize } from "../features/standardize.js";
import type { Transform } from "../features/transform.js";
import type { TrainConfig } from "../nn/config.js";
import type { HistoryRow, Run, Stopped } from "../nn/run.js";
import type { TrainedModel } from "../nn/trainedModel.js";
import { trainEach } from "../nn/trainMany.js";
import type { RunContext } from "../search/inBatches.js";
import { sweep } from "../search/sweep.js";
import { hostJournal } from "./hostJournal.js";

/** One run of a study: how the data are divided, and how the model is trained. */
export interface StudyTrial {
  /** Seed of the division into train, valid and test. */
  readonly split: number;
  readonly config: TrainConfig;
  /** Train on so many of the training examples: the first, so fewer are contained in more. Default all. */
  readonly trainExamples?: number;
}

/** What a study keeps of one trial. Losses are means per example, accuracies shares from 0 to 1. */
export interface StudyRow {
  readonly split: number;
  readonly config: TrainConfig;
  /** Only where the trial named it. */
  readonly trainExamples?: number;
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
  /** (classes, classes) of the test part, row-major: how many of the row's class were taken for the column's. Only where it was asked for. */
  readonly confusion?: readonly number[];
}

/** A way to divide data and to prepare the parts, and its name, which stands for it in a journal. */
export interface Preparation {
  readonly name: string;
  /** @param trainExamples as in {@link StudyTrial} */
  splits(data: Dataset, seed: number, trainExamples?: number): Splits;
}

export interface TrialOptions {
  /** Default: `centredSplits`. */
  readonly prepare?: Preparation;
  /** Read the test part too. Once, at the end of a study. Default false. */
  readonly readTest?: boolean;
  /** Keep each run's history. Default false. */
  readonly keepHistory?: boolean;
  /** Keep the test part's confusion matrix, where the test is read. Default false. */
  readonly keepConfusion?: boolean;
  /** File that keeps each finished trial, from which a killed study goes on. Default the host's, if it offers one. */
  readonly journal?: string;
  readonly onProgress?: (progress: { done: number; total: number; unit: string }) => void;
}

const CENTRED: Preparation = { name: "centred", splits: centredSplits };

/** Trains every trial on prepared features, those with the same division of the data together, and gives their rows in order. */
export async function runTrials(
  data: Dataset,
  trials: readonly StudyTrial[],
  options: TrialOptions = {},
): Promise<StudyRow[]> {
  const { prepare = CENTRED } = options;
  const { readTest = false, keepHistory = false, keepConfusion = false } = options;
  const { journal, onProgress } = options;
  const run = async function* (
    jobs: readonly StudyTrial[],
    { signal }: RunContext,
  ): AsyncGenerator<readonly [position: number, row: StudyRow]> {
    const [{ split: seed, trainExamples }] = jobs;
    const splits = prepare.splits(data, seed, trainExamples);
    const configs = jobs.map(({ config }) => config);
    for await (const [i, done] of trainEach(splits, configs, signal && { signal })) {
      signal?.throwIfAborted(); // A run that was cut short is no result.
      yield [i, await rowOf(jobs[i], done, splits, options)];
    }
  };
  const experiment = {
    data: fingerprint(data),
    prepared: prepare.name,
    readTest,
    keepHistory,
    ...(keepConfusion && { keepConfusion }),
  };
  const file = journal ?? hostJournal(experiment);
  const rows = sweep(trials, run, {
    groupBy: ({ split: seed, trainExamples }) => `${seed} ${trainExamples}`,
    experiment,
    ...(file === undefined ? {} : { journal: file }),
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
export function centredSplits(data: Dataset, seed: number, trainExamples?: number): Splits {
  const { train, ...rest } = split(data, { seed });
  const some = trainExamples === undefined ? train : first(train, trainExamples);
  return transformed({ train: some, ...rest }, standardize({ scale: false }));
}

/** The division of the data by a seed, each feature with mean 0 and variance 1 on `train`. */
export function standardizedSplits(data: Dataset, seed: number): Splits {
  return transformed(split(data, { seed }), standardize());
}

function transformed({ train, valid, test }: Splits, transform: Transform): Splits {
  const fitted = transform.fit(train);
  return {
    train: fitted.transform(train),
    valid: fitted.transform(valid),
    test: fitted.transform(test),
  };
}

function first(data: Dataset, n: number): Dataset {
  positiveInteger("runTrials", "trainExamples", n);
  if (n > data.n) refuse("runTrials", `trainExamples must be at most ${data.n}`, n);
  return take(
    data,
    Array.from({ length: n }, (_, i) => i),
  );
}

async function rowOf(
  { split: seed, config, trainExamples }: StudyTrial,
  run: Run,
  splits: Splits,
  { readTest = false, keepHistory = false, keepConfusion = false }: TrialOptions,
): Promise<StudyRow> {
  const last = run.history[run.history.length - 1];
  const diverged = run.stopped === "diverged";
  const test = readTest ? await run.model.evaluate(splits.test) : undefined;
  const confusion =
    readTest && keepConfusion ? await confusionOf(run.model, splits.test) : undefined;
  return {
    split: seed,
    config,
    ...(trainExamples !== undefined && { trainExamples }),
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
    ...(confusion && { confusion }),
  };
}

async function confusionOf(model: TrainedModel, test: Dataset): Promise<number[]> {
  const classes = test.classes.length;
  const guesses = predictions(await model.logits(test.x), classes);
  return [...confusionMatrix(guesses, test.y, classes)];
}

function fingerprint({ x, y, shape, classes }: Dataset): string {
  return createHash("sha256")
    .update(x)
    .update(y)
    .update(JSON.stringify([shape, classes]))
    .digest("hex");
}
