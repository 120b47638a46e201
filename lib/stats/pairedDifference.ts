import { refuse } from "../check.js";
import { Rng } from "../random.js";
import { checkValues } from "./estimate.js";
import { type MeanEstimate, type MeanOptions, meanEstimate } from "./meanEstimate.js";
import { smallestDetectable } from "./power.js";
import { signFlip } from "./signFlip.js";
import { studentT } from "./studentT.js";

/** A mean difference over pairs, with its interval, its test and what the design could have seen. */
export interface PairedDifference extends MeanEstimate {
  /** Two-sided p value of the sign-flip test; where pairs overlap, of Student's t test with their variance. */
  readonly p: number;
  /** Whether the sign-flip test used every sign pattern. */
  readonly exact: boolean;
  /** The interval by inversion of the sign-flip test, widened as `low … high` where pairs overlap; infinite ends where n is too small for one. */
  readonly signFlip: { readonly low: number; readonly high: number };
  /** The smallest mean difference that this design sees with 80 % power, at these differences' sd. */
  readonly smallestDetectable: number;
}

/**
 * Mean of `a[i] − b[i]` over pairs, as of one seed under two conditions, with its interval (see
 * {@link meanEstimate}), its sign-flip test and what the design could have seen at all.
 * Differences that are equal but for the rounding of `a` and `b` are taken to be equal.
 * The test and the interval come from different arguments: near the level they may disagree.
 * @example
 * ```ts
 * import { pairedDifference } from "batchwise";
 *
 * const small = [97.1, 96.4, 97.3, 96.8, 97]; // percent, one for each seed
 * const large = [96.2, 95.9, 96.6, 96.3, 96.1];
 * const { estimate, low, high, p } = pairedDifference(small, large);
 * console.log(estimate.toFixed(2), low.toFixed(2), high.toFixed(2), p);
 * // 0.70 0.45 0.95 0.0625
 * ```
 */
export function pairedDifference(
  a: readonly number[],
  b: readonly number[],
  options: MeanOptions = {},
): PairedDifference {
  checkValues("pairedDifference", "a", a, 2);
  checkValues("pairedDifference", "b", b, 2);
  if (a.length !== b.length)
    refuse("pairedDifference", `b must hold as many numbers as a, ${a.length}`, b.length);
  const { rng = Rng.fromSeed(0), level = 0.95, overlap = 0 } = options;
  const differences = differencesOf(a, b);
  checkValues("pairedDifference", "a − b", differences, 2);
  const found = meanEstimate(differences, { ...options, rng: rng.fork("bootstrap") });
  const { p, exact, low, high } = signFlip(differences, { rng: rng.fork("signs"), level });
  const { estimate, n, sd } = found;
  // How much longer the interval is than that of independent pairs.
  const wider = Math.sqrt(1 + n * overlap);
  const tail = studentT(n - 1).cdf(-Math.abs(estimate) / ((sd * wider) / Math.sqrt(n)));
  return {
    ...found,
    ...(overlap > 0 && sd > 0 ? { p: 2 * tail, exact: false } : { p, exact }),
    signFlip: {
      low: estimate - wider * (estimate - low),
      high: estimate + wider * (high - estimate),
    },
    smallestDetectable: smallestDetectable({
      n,
      sd: sd * wider,
      alpha: Math.min(1 - level, 0.5),
    }),
  };
}

/** The differences a − b; all the same where they differ by no more than the rounding of what is subtracted. */
export function differencesOf(a: readonly number[], b: readonly number[]): number[] {
  const differences = a.map((value, i) => value - b[i]);
  const largest = a.reduce((most, value, i) => Math.max(most, Math.abs(value), Math.abs(b[i])), 0);
  const [first] = differences;
  const rounding = 4 * Number.EPSILON * largest;
  if (!differences.every((difference) => Math.abs(difference - first) <= rounding))
    return differences;
  const value = Math.abs(first) <= rounding ? 0 : first;
  return differences.map(() => value);
}
