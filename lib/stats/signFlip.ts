import { numberBetween } from "../check.js";
import type { Rng } from "../random.js";
import { resamplesFor } from "./bootstrap.js";
import { mean } from "./describe.js";
import { checkLevel, checkValues, type Estimate, markDegenerate } from "./estimate.js";

/** How many sign patterns the test looks at, and the coverage of its interval. */
export interface SignFlipOptions {
  /** Draws the sign patterns where there are too many to list. */
  readonly rng: Rng;
  /** Coverage of the interval. Default .95. */
  readonly level?: number;
  /** Every sign pattern is used up to this many values, at most 22. Default 16. */
  readonly exactUpTo?: number;
  /** Number of random sign patterns beyond. Default 9999; fewer, down to 999, beyond 20,000 values. */
  readonly draws?: number;
}

/** The mean of paired differences, with the p value and the interval of the sign-flip test. */
export interface SignFlipResult extends Estimate {
  /** Two-sided p value of "symmetric about 0". */
  readonly p: number;
  /** Whether every sign pattern was used. */
  readonly exact: boolean;
}

/**
 * The sign-flip (randomisation) test that paired differences are symmetric about zero, and the interval of
 * all centres that the test would not reject at 1 − level.
 *
 * Flipping the signs of a subset S of the differences from a centre c raises their sum exactly when the mean
 * of S is below c, so the test and the interval both follow from the subset means (Hartigan 1969, "typical
 * values"): no search is needed, and with listed patterns the level is exact for symmetric differences of any
 * shape. With fewer than six values no 95 % interval exists: its ends are infinite.
 */
export function signFlip(differences: readonly number[], options: SignFlipOptions): SignFlipResult {
  checkValues("signFlip", "differences", differences, 1);
  const n = differences.length;
  const { rng, level = 0.95, exactUpTo = 16, draws = resamplesFor(n, 9999) } = options;
  checkLevel("signFlip", level);
  numberBetween("signFlip", "exactUpTo", exactUpTo, 0, 22);
  numberBetween("signFlip", "draws", draws, 99, 1e7);
  const exact = n <= exactUpTo;
  // Whatever their unit, the sums neither overflow nor vanish; a power of two rounds nothing.
  const largest = differences.reduce((most, d) => Math.max(most, Math.abs(d)), 0);
  const unit = 2 ** Math.max(-1000, Math.floor(Math.log2(largest)));
  const scaled = differences.map((d) => d / unit);
  const means = exact ? everySubsetMean(scaled) : drawnSubsetMeans(scaled, draws, rng);
  means.sort();
  const patterns = means.length + 1;

  // Sums that are equal but for rounding count as ties: accuracies are multiples of 1/n.
  const tie = 1e-12 * scaled.reduce((sum, d) => sum + Math.abs(d), 0);
  let notAbove = 1;
  let notBelow = 1;
  for (const value of means) {
    if (value <= tie) notAbove++;
    if (value >= -tie) notBelow++;
  }
  const p = Math.min(1, (2 * Math.min(notAbove, notBelow)) / patterns);

  // A centre between the k-th and (k+1)-th subset mean has one-sided p (k + 1)/patterns.
  const outside = Math.floor(((1 - level) / 2) * patterns + 1e-9);
  const estimate = mean(differences);
  return markDegenerate({
    estimate,
    // The mean itself is never rejected; rounding, or few draws, may put an end past it.
    low: outside === 0 ? Number.NEGATIVE_INFINITY : Math.min(estimate, unit * means[outside - 1]),
    high:
      outside === 0
        ? Number.POSITIVE_INFINITY
        : Math.max(estimate, unit * means[means.length - outside]),
    level,
    n,
    p,
    exact,
  });
}

/** Means of all 2^n − 1 subsets that are not empty. */
function everySubsetMean(values: readonly number[]): Float64Array {
  const sums = new Float64Array(2 ** values.length);
  const counts = new Uint8Array(sums.length);
  values.forEach((value, i) => {
    const bit = 2 ** i;
    for (let s = 0; s < bit; s++) {
      sums[bit + s] = sums[s] + value;
      counts[bit + s] = counts[s] + 1;
    }
  });
  return sums.map((sum, s) => sum / counts[s]).subarray(1);
}

/** Means of random subsets, each value in with probability ½; the empty one is drawn again. */
function drawnSubsetMeans(values: readonly number[], draws: number, rng: Rng): Float64Array {
  const means = new Float64Array(draws);
  for (let d = 0; d < draws; d++) {
    let sum = 0;
    let count = 0;
    while (count === 0)
      for (let i = 0, bits = 0; i < values.length; i++, bits <<= 1) {
        if (i % 32 === 0) bits = rng.uint32() | 0;
        if (bits < 0) {
          sum += values[i];
          count++;
        }
      }
    means[d] = sum / count;
  }
  return means;
}
