import { type Estimate, scaleEstimate } from "../stats/estimate.js";
import { type DifferenceOptions, doublingsOf } from "./differences.js";

/**
 * How many times as large a column of positive numbers is where rows match `a` as where they match `b`, paired by
 * seed: a geometric mean with its 95 % interval. 1 means equal. It is 2 to the power of `doublingsOf`.
 */
export function ratioOf<R extends object>(
  rows: readonly R[],
  options: DifferenceOptions<R>,
): Estimate {
  const doublings = scaleEstimate(doublingsOf(rows, options), 1);
  const [estimate, low, high] = [doublings.estimate, doublings.low, doublings.high].map(
    (power) => 2 ** power,
  );
  return { ...doublings, estimate, low, high };
}
