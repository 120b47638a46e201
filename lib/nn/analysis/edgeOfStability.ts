import { refuse } from "../../check.js";
import type { Dataset, TrainingSplits } from "../../data/dataset.js";
import { hostInterruption } from "../../interruption.js";
import type { Rng } from "../../random.js";
import type { TrainConfig } from "../config/config.js";
import type { TrainOptions } from "../training/train.js";
import { trainWithCheckpoints } from "./checkpoints.js";
import { Hessian } from "./hessian.js";
import { lanczos } from "./lanczos.js";
import { parametersOf } from "./parameters.js";
import { trainingStatistics } from "./placedModel.js";
import { norm } from "./vector.js";

/** An evaluation of a run with the largest eigenvalue of its Hessian there. */
export interface StabilityRow {
  readonly step: number;
  readonly epoch: number;
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly validLoss: number;
  readonly validAccuracy: number;
  /** λ, the largest of the Hessian of the mean training loss. */
  readonly eigenvalue: number;
  /** η λ / 2: gradient descent on a quadratic is stable up to 1. */
  readonly stability: number;
}

/** How exactly the largest eigenvalue is followed through a run, and on which data. */
export interface StabilityOptions extends TrainOptions {
  /** Draws the vector from which the search for the eigenvalue starts. */
  readonly rng: Rng;
  /** The data of the Hessian. Default the training data. */
  readonly data?: Dataset;
  /** Largest residual |H v − λ v| relative to λ. Default 0.01; λ is then far more exact. */
  readonly tolerance?: number;
}

/**
 * The largest Hessian eigenvalue in the course of training by SGD at a constant rate η, at every
 * evaluation (`config.evaluateEvery`): full-batch gradient descent drives it to 2/η and holds it there
 * (Cohen et al. 2021, 2103.00065). Each search starts near the eigenvector before.
 */
export async function edgeOfStability(
  splits: TrainingSplits,
  config: TrainConfig,
  { rng, data = splits.train, tolerance = 0.01, ...options }: StabilityOptions,
): Promise<StabilityRow[]> {
  const who = "edgeOfStability";
  const { kind, learningRate } = config.optimizer;
  if (kind !== "sgd") refuse(who, 'config.optimizer.kind must be "sgd"', kind);
  const { signal = hostInterruption() } = options;
  const { history, models } = await trainWithCheckpoints(splits, config, options);
  const rows: StabilityRow[] = [];
  const parameters = parametersOf(models[0]);
  const statistics = trainingStatistics(models[0]);
  const hessian = Hessian.open(who, models[0], data, { parameters, statistics });
  let near: Float64Array = parameters.map(() => rng.normal());
  try {
    for (const [i, model] of models.entries()) {
      hessian.moveTo(parametersOf(model));
      const { pairs } = lanczos(hessian, { count: 1, start: near, tolerance, maxProducts: 100 });
      const [{ value: eigenvalue, vector }] = pairs;
      near = disturbed(vector, rng);
      const { step, epoch, trainLoss, trainAccuracy, validLoss, validAccuracy } = history[i];
      const losses = { trainLoss, trainAccuracy, validLoss, validAccuracy };
      rows.push({ step, epoch, ...losses, eigenvalue, stability: (eigenvalue * learningRate) / 2 });
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      if (signal?.aborted) break;
    }
  } finally {
    hessian.dispose();
  }
  return rows;
}

/** A unit vector with a little of everything, lest an eigenvector that overtakes it is missed. */
function disturbed(vector: Float64Array, rng: Rng): Float64Array {
  const noise = vector.map(() => rng.normal());
  const share = 0.1 / norm(noise);
  return vector.map((v, j) => v + share * noise[j]);
}
