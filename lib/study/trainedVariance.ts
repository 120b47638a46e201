import { gradientVariance } from "../nn/analysis/gradientVariance.js";
import type { Rng } from "../random.js";
import { type Estimate, scaleEstimate } from "../stats/estimate.js";
import { powerLaw } from "../stats/powerLaw.js";
import type { NoiseSubject } from "./noiseSubjects.js";
import { groupRows } from "./summaries.js";

/** The variance of the mini-batch gradient at one model and batch size. */
export interface TrainedVarianceRow {
  readonly split: number;
  readonly trainLoss: number;
  readonly batchSize: number;
  /** Mean of |G_B − G|² over the draws. */
  readonly variance: number;
  /** tr Σ / B, less what a batch drawn without replacement lacks. */
  readonly law: number;
}

/** Measures the variance of the gradient against the batch size at partly trained models. */
export function trainedVariance(
  subjects: readonly NoiseSubject[],
  {
    batchSizes,
    draws,
    rng,
  }: { readonly batchSizes: readonly number[]; readonly draws: number; readonly rng: Rng },
): TrainedVarianceRow[] {
  return subjects.flatMap(({ split, trainLoss, model, train }, i) =>
    gradientVariance(model, train, { batchSizes, draws, rng: rng.fork(i) }).map(
      ({ batchSize, variance, law }) => ({ split, trainLoss, batchSize, variance, law }),
    ),
  );
}

/**
 * How fast the variance falls with the batch size: minus the exponent of its power law, with an interval over
 * seeds. Over batches of at most `most` examples, few against the data.
 */
export function varianceFall(
  rows: readonly TrainedVarianceRow[],
  { most, rng }: { readonly most: number; readonly rng: Rng },
): Estimate {
  const within = rows.filter(({ batchSize }) => batchSize <= most);
  const points = groupRows(within, ["batchSize"]).map((group) => ({
    x: group[0].batchSize,
    y: group.map(({ variance }) => variance),
  }));
  return scaleEstimate(powerLaw(points, { rng }).exponent, -1);
}
