import { positiveInteger, refuse } from "../../check.js";
import type { Dataset } from "../../data/dataset.js";
import type { Rng } from "../../random.js";
import type { ModelParts } from "../model/modelParts.js";
import { BatchGradients, drawRows } from "./batchGradients.js";
import type { AtParameters } from "./gradients.js";

/** What one small and one big batch say of the gradient noise. */
export interface TwoBatchDraw {
  /** Estimate of |G|², without bias; it may be negative. */
  readonly gradientSquared: number;
  /** Estimate of tr Σ, without bias. */
  readonly trace: number;
}

/** The two batch sizes whose gradients are compared (McCandlish et al. 2018, appendix A.1). */
export interface TwoBatchOptions extends Pick<AtParameters, "parameters"> {
  /** Examples in the small batch of a draw. */
  readonly smallBatch: number;
  /** Examples in the big batch of a draw. */
  readonly bigBatch: number;
  /** Pairs of batches. */
  readonly draws: number;
  /** Draws the batches. */
  readonly rng: Rng;
  /**
   * Whether an example may come twice. Then the draws estimate |G|² of these very data; without, that of
   * the population behind them, smaller by tr Σ / n. Default true.
   */
  readonly replacement?: boolean;
}

/**
 * Estimates of the gradient noise from squared norms of batch gradients alone, which training has at
 * hand: E|G_B|² = |G|² + tr Σ / B at two batch sizes B, solved for both (McCandlish et al. 2018, appendix A.1).
 */
export function twoBatchNoise(
  model: ModelParts,
  data: Dataset,
  { smallBatch: small, bigBatch: big, draws, rng, replacement = true, ...options }: TwoBatchOptions,
): TwoBatchDraw[] {
  positiveInteger("twoBatchNoise", "smallBatch", small);
  positiveInteger("twoBatchNoise", "bigBatch", big);
  positiveInteger("twoBatchNoise", "draws", draws);
  if (big <= small) refuse("twoBatchNoise", "bigBatch must be more than smallBatch", big);
  if (!replacement && big > data.n)
    refuse("twoBatchNoise", `bigBatch must be at most the ${data.n} examples`, big);
  return BatchGradients.use("twoBatchNoise", model, data, options, (gradients) => {
    const squaredNorm = (size: number): number =>
      gradients.of(drawRows(data.n, size, { replacement, rng })).squaredNorm;
    return Array.from({ length: draws }, () => {
      const less = squaredNorm(small);
      const more = squaredNorm(big);
      return {
        gradientSquared: (big * more - small * less) / (big - small),
        trace: (less - more) / (1 / small - 1 / big),
      };
    });
  });
}

/** The noise scale from many draws: the means of the two estimates, divided. */
export function ratioOfMeans(draws: readonly TwoBatchDraw[]): number {
  const total = (value: (draw: TwoBatchDraw) => number): number =>
    draws.reduce((sum, draw) => sum + value(draw), 0);
  return total((draw) => draw.trace) / total((draw) => draw.gradientSquared);
}

/**
 * The mean of the draws' own noise scales. Shown as a warning: a ratio of unbiased estimates is
 * itself biased, badly where |G|² is estimated near 0.
 */
export function meanOfRatios(draws: readonly TwoBatchDraw[]): number {
  return draws.reduce((sum, draw) => sum + draw.trace / draw.gradientSquared, 0) / draws.length;
}
