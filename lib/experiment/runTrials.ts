import { positiveNumber, refuse } from "../check.js";
import type { BatchSize } from "../data/batches.js";
import type { Dataset, Splits } from "../data/dataset.js";
import { needClasses } from "../data/needClasses.js";
import { split } from "../data/split.js";
import { confusionMatrix } from "../evaluate/accuracy.js";
import { predictions } from "../evaluate/predictions.js";
import { currentQueue } from "../jobs/queueSettings.js";
import type { TrainConfig } from "../nn/config/config.js";
import { checkTraining } from "../nn/config/validate.js";
import type { TrainedModel } from "../nn/model/trainedModel.js";
import type { HistoryRow, Run, Stopped } from "../nn/training/run.js";
import { trainEach } from "../nn/training/trainMany.js";
import type { OnProgress } from "../progress.js";
import type { RunMany } from "../search/inBatches.js";
import { studySweep } from "./journalled.js";
import { noisyData } from "./noisyData.js";
import { overlapBetween, type Preparation, splitsOf } from "./preparation.js";
import { secondsOfOneMachine } from "./secondsOfOneMachine.js";
import { trialsOverQueue } from "./trialsOverQueue.js";

/** One run of a study: how the data are divided, and how the model is trained. */
export interface StudyTrial {
  /** Seed of the division into train, valid and test. */
  readonly seed: number;
  readonly config: TrainConfig;
  /** Train on so many of the training examples: the first, so fewer are contained in more. Default all. */
  readonly trainExamples?: number;
}

/** What a study keeps of one trial. Losses are means per example, accuracies percent. */
export interface StudyRow {
  /** The trial's, which also divided the data. */
  readonly seed: number;
  readonly config: TrainConfig;
  /** Only where the trial named it. */
  readonly trainExamples?: number;
  readonly batchSize: BatchSize;
  /** Examples in a step: `batchSize` as a number. */
  readonly batchRows: number;
  readonly learningRate: number;
  /** Test ÷ training examples where other seeds divide the same data, 0 where each has data of its own: `meansBy` and its like widen their intervals by it. */
  readonly overlap: number;
  /** What ended the run. */
  readonly stopped: Stopped;
  /** Updates made. */
  readonly steps: number;
  /** Passes over the training data made. */
  readonly epochs: number;
  /** Time spent in training steps; NaN where the run was on another machine than most of its study's. */
  readonly seconds: number;
  /** Where the run was, by host and processor. Only of runs over a queue. */
  readonly machine?: string;
  /** Of the model that is left: at the last evaluation with finite losses, or with early stopping at the best; NaN where there was none. */
  readonly trainLoss: number;
  /** Infinity where the run diverged, so that it is never chosen. */
  readonly validLoss: number;
  /** As `trainLoss`; NaN where the target is real, as `accuracy` and `error` are. */
  readonly validAccuracy: number;
  /** Only where the test was read, as `accuracy` and `error` = 100 − accuracy. */
  readonly testLoss?: number;
  readonly accuracy?: number;
  readonly error?: number;
  /** Root mean squared errors of real targets, in their own unit: on validation, as `validLoss`, and on the test part where it was read. */
  readonly validRmse?: number;
  readonly rmse?: number;
  /** Only where `noise` was given: accuracy on the test part under each of its levels. */
  readonly noisyAccuracy?: readonly number[];
  /** Only where it was asked for. */
  readonly history?: readonly HistoryRow[];
  /** (classes, classes) of the test part, row-major: how many of the row's class were taken for the column's. Only where it was asked for. */
  readonly confusion?: readonly number[];
}

/** How the data are prepared, what is read and kept of each run, and the journal of what is finished. */
export interface TrialOptions {
  /** How the parts of the data are prepared. Default "centred". */
  readonly prepare?: Preparation;
  /** Read the test part too. Once, at the end of a study. Default false. */
  readonly readTest?: boolean;
  /**
   * Reads the test part again under normal noise of these standard deviations, in units of the features.
   * The noise depends on the division only, so all models of a division meet the same. Default none.
   */
  readonly noise?: readonly number[];
  /** Keep each run's history. Default false. */
  readonly keepHistory?: boolean;
  /** Keep the test part's confusion matrix, where the test is read. Default false. */
  readonly keepConfusion?: boolean;
  /** File that keeps each finished trial, from which a killed study goes on. Default the host's, if it offers one. */
  readonly journal?: string;
  /** Called with what is done so far; `progressBar` draws it. */
  readonly onProgress?: OnProgress;
  /** Ends the work, which then fails with the signal's reason; a journal keeps what is finished. Default the notebook's interrupt. */
  readonly signal?: AbortSignal;
}

/**
 * Trains every trial on prepared features, those with the same division of the data together, and gives their
 * rows in order. Where trials are equal, so is their row: it is one run.
 * @example
 * ```ts
 * import { loadDigits, runTrials, type TrainConfig } from "batchwise";
 *
 * const config: TrainConfig = {
 *   model: { kind: "linear" }, optimizer: { kind: "sgd", learningRate: 0.1 },
 *   batchSize: 32, budget: { epochs: 5 }, seed: 0,
 * };
 * const trials = [0, 1].map((seed) => ({ seed, config: { ...config, seed } }));
 * const rows = await runTrials(loadDigits(), trials, { readTest: true });
 * console.log(rows.map(({ seed, epochs }) => [seed, epochs])); // [ [ 0, 5 ], [ 1, 5 ] ]
 * console.log(rows.every(({ accuracy = 0 }) => accuracy > 80)); // true
 * ```
 */
export async function runTrials(
  data: Dataset,
  trials: readonly StudyTrial[],
  options: TrialOptions = {},
): Promise<StudyRow[]> {
  const { readTest = false, keepHistory = false, keepConfusion = false, noise = [] } = options;
  const { prepare = "centred", journal, onProgress, signal: ended } = options;
  const queue = currentQueue();
  for (const sd of noise) positiveNumber("runTrials", "noise", sd);
  if (noise.length > 0 && !readTest)
    refuse("runTrials", "readTest must be true where there is noise", readTest);
  if (noise.length > 0)
    needClasses("runTrials: noise", data, "evaluate gives the rmse on a data set under noise");
  if (keepConfusion) needClasses("runTrials: keepConfusion", data, "a row's rmse says how far off");
  // An own preparation may change the number of examples; its configs are checked with its data.
  if (typeof prepare === "string" && trials.length > 0) checkTrials("runTrials", data, trials);
  const kept = { readTest, keepHistory, keepConfusion, noise };
  const over =
    queue && trialsOverQueue<StudyTrial, StudyRow>(queue, data, prepare, kept, divisionOf);
  const rows = await studySweep(data, trials, over ?? trialRuns(data, options), {
    ...(!over && { groupBy: divisionOf }),
    work: { prepared: typeof prepare === "string" ? prepare : { own: prepare.name }, ...kept },
    ...(journal !== undefined && { journal }),
    ...(onProgress && { onProgress }),
    ...(ended && { signal: ended }),
  });
  return [...secondsOfOneMachine(rows)];
}

/** Trials with the same text train on the same examples. */
export function divisionOf({
  seed,
  trainExamples,
}: Pick<StudyTrial, "seed" | "trainExamples">): string {
  return `${seed} ${trainExamples}`;
}

/** Trains trials in this process, all of one division in each call. */
export function trialRuns(
  data: Dataset,
  options: Pick<TrialOptions, "prepare" | "readTest" | "keepHistory" | "keepConfusion" | "noise">,
): RunMany<StudyTrial, StudyRow> {
  const { prepare = "centred", readTest = false, keepHistory = false, noise = [] } = options;
  const divided = (seed: number, trainExamples: number | undefined): Divided => {
    const splits = splitsOf(data, prepare, seed, trainExamples);
    const forTraining = data.n - splits.valid.n - splits.test.n;
    return {
      splits,
      tests: readTest ? [splits.test, ...noise.map((sd) => noisyData(splits.test, sd, seed))] : [],
      overlap: overlapBetween(prepare, splits, trainExamples && forTraining),
    };
  };
  let last: { readonly of: string; readonly parts: Divided } | undefined;
  return async function* (jobs, { signal }) {
    const [{ seed, trainExamples }] = jobs;
    const of = divisionOf(jobs[0]);
    const parts = last?.of === of ? last.parts : divided(seed, trainExamples);
    last = { of, parts };
    const { splits, tests, overlap } = parts;
    const configs = jobs.map(({ config }) => (keepHistory ? config : evaluatedLast(config)));
    for await (const [i, done] of trainEach(splits, configs, signal && { signal })) {
      signal?.throwIfAborted(); // A run that was cut short is no result.
      yield [i, { ...(await rowOf(jobs[i], done, tests, options)), overlap }];
    }
  };
}

interface Divided {
  readonly splits: Splits;
  /** What is read at the end of a run. */
  readonly tests: readonly Dataset[];
  readonly overlap: number;
}

/** Where only the end of a run is read, evaluations on the way would be waste, unless something hears of them. */
function evaluatedLast(config: TrainConfig): TrainConfig {
  const { budget, evaluateEvery = config.earlyStopping ? undefined : budget } = config;
  return evaluateEvery === undefined ? config : { ...config, evaluateEvery };
}

/** Fails unless every trial can be trained on the data. */
export function checkTrials(who: string, data: Dataset, trials: readonly StudyTrial[]): void {
  if (trials.length === 0) refuse(who, "trials must hold at least one trial", 0);
  const { train, valid } = split(data, { seed: trials[0].seed });
  for (const [i, { config, trainExamples = train.n }] of trials.entries())
    checkTraining(
      who,
      { train: { ...train, n: trainExamples }, valid },
      config,
      `trials[${i}].config`,
    );
}

async function rowOf(
  { seed, config, trainExamples }: StudyTrial,
  run: Run,
  tests: readonly Dataset[],
  { keepHistory = false, keepConfusion = false }: TrialOptions,
): Promise<Omit<StudyRow, "overlap">> {
  const last = run.history.at(-1); // None, where not even the first losses were finite.
  const kept = keptRow(run);
  const diverged = run.stopped === "diverged";
  const [test, ...noisyTests] = await Promise.all(tests.map((part) => run.model.evaluate(part)));
  const confusion =
    keepConfusion && tests.length > 0 ? await confusionOf(run.model, tests[0]) : undefined;
  return {
    seed,
    config,
    ...(trainExamples !== undefined && { trainExamples }),
    batchSize: config.batchSize,
    batchRows: run.batchSize,
    learningRate: config.optimizer.learningRate,
    stopped: run.stopped,
    steps: last?.step ?? 0,
    epochs: last?.epoch ?? 0,
    seconds: run.seconds,
    trainLoss: diverged || !kept ? Number.POSITIVE_INFINITY : kept.trainLoss,
    validLoss: diverged || !kept ? Number.POSITIVE_INFINITY : kept.validLoss,
    validAccuracy: 100 * (kept?.validAccuracy ?? Number.NaN),
    ...(run.model.target && {
      validRmse:
        diverged || !kept
          ? Number.POSITIVE_INFINITY
          : run.model.target.scale * Math.sqrt(kept.validLoss),
    }),
    ...(test?.rmse !== undefined && { rmse: test.rmse }),
    ...(tests.length > 0 && { testLoss: test.loss, ...percentages(test.accuracy) }),
    ...(noisyTests.length > 0 && {
      noisyAccuracy: noisyTests.map(({ accuracy }) => 100 * accuracy),
    }),
    ...(keepHistory && { history: run.history }),
    ...(confusion && { confusion }),
  };
}

/** The row of the model that is left: the best one where it was restored. */
function keptRow({ config: { earlyStopping }, history }: Run): HistoryRow | undefined {
  if (!earlyStopping || earlyStopping.restoreBest === false) return history.at(-1);
  const { minDelta = 0 } = earlyStopping;
  return history.reduce<HistoryRow | undefined>(
    (best, row) => (best && row.validLoss >= best.validLoss - minDelta ? best : row),
    undefined,
  );
}

function percentages(share: number): Required<Pick<StudyRow, "accuracy" | "error">> {
  const accuracy = 100 * share;
  return { accuracy, error: 100 - accuracy };
}

async function confusionOf(model: TrainedModel, test: Dataset): Promise<number[]> {
  const classes = test.classes.length;
  const guesses = predictions(await model.logits(test.x), classes);
  return [...confusionMatrix(guesses, test.y, classes)];
}
