import { refuse } from "../check.js";
import { quantile } from "./describe.js";
import { checkLevel, checkValues, type Estimate } from "./estimate.js";

/**
 * The median of at least six independent values, with the interval between two of them that holds the
 * median of any continuous distribution with at least the level's probability: each value lies below it with
 * probability ½, so the number of those that do is binomial (Thompson 1936). `level` is the level reached.
 */
export function medianEstimate(
  values: readonly number[],
  { level = 0.95 }: { readonly level?: number } = {},
): Estimate {
  checkValues("medianEstimate", "values", values, 1);
  checkLevel("medianEstimate", level);
  const n = values.length;
  const sorted = [...values].sort((a, b) => a - b);
  // The probability that the median lies below the value at `rank`, counted from 0.
  let rank = -1;
  let outside = 0;
  let probability = 2 ** -n;
  for (let below = 0; outside + probability <= (1 - level) / 2; below++) {
    outside += probability;
    probability *= (n - below) / (below + 1);
    rank = below;
  }
  if (rank < 0)
    refuse("medianEstimate", `values must be enough for an interval of level ${level}`, n);
  return {
    estimate: quantile(sorted, 0.5),
    low: sorted[rank],
    high: sorted[n - 1 - rank],
    level: 1 - 2 * outside,
    n,
  };
}
