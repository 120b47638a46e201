import type { BatchSize } from "../../data/batches.js";
import type { Dataset } from "../../data/dataset.js";
import { type ModelAtLoss, modelsAtLosses } from "../../experiment/modelsAtLosses.js";
import { type PlainPreparation, preparationAgain } from "../../experiment/plainPreparation.js";
import { overlapBetween, type Preparation, splitsOf } from "../../experiment/preparation.js";
import type { StudyTrial } from "../../experiment/runTrials.js";
import { hessianTrace, topEigenvalues } from "../../nn/analysis/curvature.js";
import { distanceBetween } from "../../nn/analysis/distance.js";
import { initialModel } from "../../nn/analysis/parameters.js";
import { trainingStatistics } from "../../nn/analysis/placedModel.js";
import { sharpness } from "../../nn/analysis/sharpness.js";
import type { TrainConfig } from "../../nn/config/config.js";
import { Rng } from "../../random.js";

/** How sharp a model is at one training loss. All measures are of the mean training loss, as evaluated. */
export interface SharpnessRow {
  readonly seed: number;
  readonly config: TrainConfig;
  readonly batchSize: BatchSize;
  readonly learningRate: number;
  readonly batchNorm: boolean;
  /** As in `StudyRow`: the intervals of means and differences are widened by it. */
  readonly overlap: number;
  /** The training loss at which to measure. */
  readonly target: number;
  /** The one that the model has: the first evaluated that is at most `target`. */
  readonly trainLoss: number;
  readonly steps: number;
  readonly epochs: number;
  /** Largest of the Hessian. */
  readonly eigenvalue: number;
  /** Of the Hessian, estimated. */
  readonly trace: number;
  /** Keskar's φ, ε = 1e-3, in percent. */
  readonly sharpness: number;
  /** The same φ with batch norm by the statistics of the whole training set, as in a full-batch step. */
  readonly trainingSharpness: number;
  /** φ in a box of 1 % of each parameter, which no rescaling of units changes, in percent. */
  readonly relativeSharpness: number;
  /** Euclidean distance of the parameters from those before training. */
  readonly distance: number;
  readonly validLoss: number;
  readonly validAccuracy: number;
  /** Only where the test was read. */
  readonly testLoss?: number;
  /** Test accuracy in percent, and 100 − accuracy. */
  readonly accuracy?: number;
  readonly error?: number;
  /** As in `StudyRow`: only where the target is real. */
  readonly rmse?: number;
}

/** 1 % of each parameter: a box that rescaling units of a ReLU network leaves as it is. */
export const RELATIVE_BOX = { box: "relative", epsilon: 0.01 } as const;

/** What the rows of one trial depend on. */
export interface SharpnessTask {
  readonly trial: StudyTrial;
  readonly losses: readonly number[];
  readonly readTest: boolean;
  readonly prepare: PlainPreparation;
}

/** Of a study on this thread, by its data: what its preparation has drawn is drawn once, and goes with them. */
const preparations = new WeakMap<Dataset, Map<string, Preparation>>();

function preparationOf(data: Dataset, plain: PlainPreparation): Preparation {
  const known = preparations.get(data) ?? new Map<string, Preparation>();
  preparations.set(data, known);
  const key = JSON.stringify(plain);
  const prepare = known.get(key) ?? preparationAgain("sharpnessStudy", plain);
  known.set(key, prepare);
  return prepare;
}

/** The rows of one trial. */
export async function sharpnessRows(
  data: Dataset,
  { trial, losses, readTest, ...task }: SharpnessTask,
): Promise<SharpnessRow[]> {
  const { seed, config, trainExamples } = trial;
  const prepare = preparationOf(data, task.prepare);
  const splits = splitsOf(data, prepare, seed, trainExamples);
  const { train, valid, test } = splits;
  const overlap = overlapBetween(prepare, splits);
  const start = initialModel(train, config);
  const found = await modelsAtLosses({ train, valid }, config, { losses });
  const rows = found.map(async (at, i): Promise<SharpnessRow> => {
    const measured = readTest ? await at.model.evaluate(test) : undefined;
    return {
      seed,
      config,
      ...measuresOf(at, train, Rng.fromSeed(seed).fork("sharpness").fork(i)),
      distance: distanceBetween(at.model, start).distance,
      ...(measured && {
        testLoss: measured.loss,
        accuracy: 100 * measured.accuracy,
        error: 100 - 100 * measured.accuracy,
        ...(measured.rmse !== undefined && { rmse: measured.rmse }),
      }),
      batchSize: config.batchSize,
      learningRate: config.optimizer.learningRate,
      overlap,
      batchNorm: config.model.kind === "mlp" && config.model.batchNorm !== undefined,
    };
  });
  return Promise.all(rows);
}

function measuresOf(
  { target, row, model }: ModelAtLoss,
  train: Dataset,
  rng: Rng,
): Omit<
  SharpnessRow,
  "seed" | "config" | "batchSize" | "learningRate" | "batchNorm" | "overlap" | "distance"
> {
  const { sharpness: keskar } = sharpness(model, train);
  const statistics = trainingStatistics(model);
  const [{ value: eigenvalue }] = topEigenvalues(model, train, { rng, tolerance: 0.01 }).pairs;
  const { trainLoss, step: steps, epoch: epochs, validLoss, validAccuracy } = row;
  return {
    target,
    trainLoss,
    steps,
    epochs,
    eigenvalue,
    trace: hessianTrace(model, train, { rng, probes: 10 }).trace,
    sharpness: keskar,
    trainingSharpness:
      statistics === "running" ? keskar : sharpness(model, train, { statistics }).sharpness,
    relativeSharpness: sharpness(model, train, RELATIVE_BOX).sharpness,
    validLoss,
    validAccuracy,
  };
}
