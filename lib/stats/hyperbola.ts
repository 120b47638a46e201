import { positiveNumber, refuse } from "../check.js";
import type { Estimate } from "./estimate.js";
import { type FitOptions, saturation } from "./saturation.js";

/** Steps that training took to reach a target at one batch size. */
export interface StepsToTarget {
  readonly batchSize: number;
  /** One number for each seed, seeds in the same order at every batch size. */
  readonly steps: readonly number[];
}

/**
 * A fitted law (S/Smin − 1)(E/Emin − 1) = 1 between steps S and examples E to a target (McCandlish et al.
 * 2018).
 */
export interface Hyperbola {
  /** The critical batch size Emin/Smin: there steps and examples are both twice their least. */
  readonly criticalBatchSize: Estimate;
  /** Least steps, approached at large batch sizes. */
  readonly leastSteps: number;
  /** Least examples, approached at small batch sizes. */
  readonly leastExamples: number;
  /** Root mean square of log steps − log fitted steps, of the geometric means over seeds. */
  readonly residual: number;
  /** The fitted number of steps. */
  readonly stepsAt: (batchSize: number) => number;
}

/**
 * Fits steps = Smin + Emin/B in logarithms to at least three batch sizes, which is
 * (S/Smin − 1)(E/Emin − 1) = 1 with E = B·S (McCandlish et al. 2018, 1812.06162), with an interval over seeds for
 * the critical batch size. The learning rate must have been tuned for each batch size.
 *
 * Without a bend within a factor of 100 of the batch sizes the critical batch size is 0 or Infinity.
 */
export function hyperbola(points: readonly StepsToTarget[], options: FitOptions): Hyperbola {
  const { limit, scale, residual, at } = saturation(
    points.map(({ batchSize, steps }) => ({ x: batchSize, y: steps })),
    { ...options, exponent: 1 },
  );
  const smallest = Math.min(...points.map((point) => point.batchSize));
  return {
    criticalBatchSize: scale,
    leastSteps: limit,
    // From the curve itself, so that it is right also where the bend lies beyond the range.
    leastExamples: smallest * (at(smallest) - limit),
    residual,
    stepsAt: at,
  };
}

/**
 * The batch size at which the examples to the target exceed those of the smallest batch size by the share
 * `excess`, read off the measured geometric means without a model, linear between them in logarithms.
 * Infinity where no batch size exceeds it. With excess .2 it is the critical batch size of Zhang et al.
 * (2024, 2410.21676).
 */
export function linearScalingEnd(
  points: readonly StepsToTarget[],
  { excess = 0.2 }: { readonly excess?: number } = {},
): number {
  positiveNumber("linearScalingEnd", "excess", excess);
  if (points.length < 2)
    refuse("linearScalingEnd", "points must hold at least 2 batch sizes", points.length);
  const rising = points
    .map(({ batchSize, steps }) => {
      positiveNumber("linearScalingEnd", "batchSize", batchSize);
      for (const s of steps) positiveNumber("linearScalingEnd", "every number of steps", s);
      const logSteps = steps.reduce((sum, s) => sum + Math.log(s) / steps.length, 0);
      return { logBatch: Math.log(batchSize), logExamples: Math.log(batchSize) + logSteps };
    })
    .sort((a, b) => a.logBatch - b.logBatch);
  const threshold = rising[0].logExamples + Math.log1p(excess);
  const after = rising.findIndex((point) => point.logExamples > threshold);
  if (after < 0) return Number.POSITIVE_INFINITY;
  const [a, b] = [rising[after - 1], rising[after]];
  const share = (threshold - a.logExamples) / (b.logExamples - a.logExamples);
  return Math.exp(a.logBatch + share * (b.logBatch - a.logBatch));
}
