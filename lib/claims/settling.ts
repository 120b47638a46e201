import type { Estimate } from "../stats/estimate.js";
import { normalQuantile } from "../stats/normal.js";
import { studentT } from "../stats/studentT.js";
import type { Condition } from "./claim.js";

/** The figures from which a decision follows. */
export type Sampled = Pick<Estimate, "estimate" | "low" | "high" | "level" | "n"> & {
  /** Test ÷ training examples where the repeats divide the same data. */
  readonly overlap?: number;
};

/**
 * The part of its width to which the interval has to shrink about its estimate before the condition is decided, with
 * the boundary that is left last: 1 or more if it is decided, 0 for an estimate on a boundary or without an interval.
 */
export function shrinkage(
  { smallest }: Pick<Condition, "smallest">,
  { estimate, low, high }: Pick<Sampled, "estimate" | "low" | "high">,
): number {
  if (low === high) return 0;
  const [below, above] = [estimate - low, high - estimate];
  if (estimate >= smallest) return part(estimate - smallest, below);
  if (estimate <= -smallest) return part(-smallest - estimate, above);
  return Math.min(part(smallest - estimate, above), part(estimate + smallest, below));
}

function part(distance: number, width: number): number {
  if (width > 0) return distance / width;
  return distance > 0 ? Number.MAX_VALUE : 0;
}

const MOST = 1e6;

/**
 * How many more pairs with this mean and this scatter would settle a condition that is not settled; `null` where no
 * number up to a million would. The half width is Student's t times a standard error that falls as √(1/n + overlap).
 */
export function morePairs(condition: Pick<Condition, "smallest">, found: Sampled): number | null {
  const { n, level, overlap = 0 } = found;
  const p = (1 + level) / 2;
  const t = (pairs: number): number => studentT(pairs - 1).quantile(p);
  const wanted = shrinkage(condition, found) * t(n) * Math.sqrt(1 / n + overlap);
  /** How many pairs the width takes with this t; the t of fewer pairs is larger and asks for more. */
  const needed = (quantile: number): number => {
    const rest = (wanted / quantile) ** 2 - overlap;
    return rest > 0 ? Math.max(n + 1, Math.ceil(1 / rest)) : Number.POSITIVE_INFINITY;
  };
  const least = needed(normalQuantile(p));
  if (least > n + MOST) return null;
  let [few, enough] = [least - 1, Math.min(needed(t(least)), n + MOST)];
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2);
    if (needed(t(middle)) <= middle) enough = middle;
    else few = middle;
  }
  return needed(t(enough)) <= enough ? enough - n : null;
}

/**
 * One-sided p value of the region in which the estimate lies: the chance of figures as far from its boundary if the
 * truth were on that boundary. The standard error is half the interval over Student's t, or its part on the side of the
 * boundary if that is longer: a decision by a symmetric interval has at most half of 1 − level.
 */
export function pValue(condition: Pick<Condition, "smallest">, found: Sampled): number {
  const { estimate, low, high, n, level } = found;
  const half = (high - low) / 2;
  const even = {
    estimate,
    low: Math.min(low, estimate - half),
    high: Math.max(high, estimate + half),
  };
  const t = studentT(n - 1);
  return t.cdf(-shrinkage(condition, even) * t.quantile((1 + level) / 2));
}
