import { positiveInteger, refuse } from "../../check.js";
import type { Dataset } from "../../data/dataset.js";
import type { Rng } from "../../random.js";
import type { ModelParts } from "../model/modelParts.js";
import { BatchGradients, drawRows } from "./batchGradients.js";
import type { AtParameters } from "./gradients.js";
import { gradientNoise } from "./noiseScale.js";

/** How far gradients of batches of one size lie from the full gradient: measured, and predicted. */
export interface GradientVarianceRow {
  readonly batchSize: number;
  /** Measured: mean of |G_B − G|² over the draws. */
  readonly variance: number;
  /** Standard error of that mean. */
  readonly standardError: number;
  /** Predicted from the exact gradient noise. */
  readonly law: number;
}

/** Which batches are drawn to measure how their gradients scatter. */
export interface GradientVarianceOptions extends Pick<AtParameters, "parameters"> {
  readonly batchSizes: readonly number[];
  /** Batches drawn at each size. */
  readonly draws: number;
  /** Draws the batches. */
  readonly rng: Rng;
  /** Whether an example may come twice in a batch. Default false, as in training. */
  readonly replacement?: boolean;
}

/**
 * The variance of the mini-batch gradient against the batch size, measured and predicted: tr Σ / B times
 * 1 − B/n, what is left of it when a batch of all n examples has none; with replacement times
 * 1 − 1/n instead, for tr Σ has the divisor n − 1.
 */
export function gradientVariance(
  model: ModelParts,
  data: Dataset,
  { batchSizes, draws, rng, replacement = false, ...options }: GradientVarianceOptions,
): GradientVarianceRow[] {
  const { n } = data;
  if (positiveInteger("gradientVariance", "draws", draws) < 2)
    refuse("gradientVariance", "draws must be at least 2", draws);
  for (const size of batchSizes)
    if (positiveInteger("gradientVariance", "batchSizes", size) > n && !replacement)
      refuse("gradientVariance", `batchSizes must be at most the ${n} examples`, size);
  const { trace } = gradientNoise(model, data, options);
  return BatchGradients.use("gradientVariance", model, data, options, (gradients) =>
    batchSizes.map((batchSize) => {
      const stream = rng.fork(batchSize);
      const values = Float64Array.from(
        { length: draws },
        () => gradients.of(drawRows(n, batchSize, { replacement, rng: stream })).squaredDistance,
      );
      const variance = values.reduce((sum, value) => sum + value, 0) / draws;
      const spread = values.reduce((sum, value) => sum + (value - variance) ** 2, 0);
      return {
        batchSize,
        variance,
        standardError: Math.sqrt(spread / (draws - 1) / draws),
        law: (trace / batchSize) * (1 - (replacement ? 1 : batchSize) / n),
      };
    }),
  );
}
