import { refuse } from "../check.js";
import { quantileOfSorted } from "./describe.js";
import { checkLevel, checkValues, type Estimate } from "./estimate.js";

/**
 * The median of at least six independent values, with the interval between two of them that holds the
 * median of any distribution with at least the level's probability: each value lies below it with
 * probability ½, so the number of those that do is binomial (Thompson 1936). `level` is the level reached.
 *
 * Where most values tie, the interval may have no width: unlike that of a mean it then keeps its level.
 * @example
 * ```ts
 * import { medianEstimate } from "batchwise";
 *
 * const { estimate, low, high, level } = medianEstimate([3, 1, 4, 1, 5, 9, 2, 6]);
 * console.log(estimate, low, high, level.toFixed(3)); // 3.5 1 9 0.992
 * ```
 */
export function medianEstimate(
  values: readonly number[],
  { level = 0.95 }: { readonly level?: number } = {},
): Estimate {
  checkValues("medianEstimate", "values", values, 1);
  checkLevel("medianEstimate", level);
  const n = values.length;
  const sorted = Float64Array.from(values).sort();
  const { rank, outside } = lowerTail(n, (1 - level) / 2);
  if (rank < 0)
    refuse("medianEstimate", `values must be enough for an interval of level ${level}`, n);
  return {
    estimate: quantileOfSorted(sorted, 0.5),
    low: sorted[rank],
    high: sorted[n - 1 - rank],
    level: 1 - 2 * outside,
    n,
  };
}

/**
 * The largest `rank` for which at most `rank` heads in n tosses have at most the probability `most`, −1 if none
 * has, and that probability.
 *
 * The probabilities are computed from the middle outwards, in units of the largest, until they are nothing
 * beside it: 2^−n itself is no double from n = 1,075 on.
 */
function lowerTail(n: number, most: number): { readonly rank: number; readonly outside: number } {
  const middle = Math.floor(n / 2);
  const shares = [1];
  for (let heads = middle; heads > 0 && shares[shares.length - 1] > 1e-40; heads--)
    shares.push((shares[shares.length - 1] * heads) / (n - heads + 1));
  // An even n has one middle, an odd one two alike.
  const half = shares.reduceRight((sum, share) => sum + share, 0);
  const total = 2 * half - (n % 2 === 0 ? 1 : 0);
  // A level that is reached exactly may be missed by rounding.
  const limit = most * total * (1 + 1e-12);
  let outside = 0;
  let place = shares.length;
  while (place > 0 && outside + shares[place - 1] <= limit) outside += shares[--place];
  return { rank: place < shares.length ? middle - place : -1, outside: outside / total };
}
