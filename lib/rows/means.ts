import { refuse } from "../check.js";
import type { Estimate } from "../stats/estimate.js";
import { meanEstimate } from "../stats/meanEstimate.js";
import { medianEstimate } from "../stats/medianEstimate.js";
import { groupRows, numbersIn, overlapOf } from "./groups.js";
import type { ColumnOf } from "./row.js";
import { withFigures } from "./withFigures.js";

/** A group of rows with what was estimated of it: its columns, and the estimate with its 95 % interval. */
export type EstimateOf<R, K extends keyof R> = Pick<R, K> & Estimate;

/**
 * For each group of rows the mean of a column with its 95 % interval. Where rows have a column `overlap`, as those of
 * runs on divisions of the same data, the interval is widened by it.
 * @param options.geometric the geometric mean of numbers above 0, for what is compared by ratios. Default false
 * @example
 * ```ts
 * import { meansBy } from "batchwise";
 *
 * const rows = [0, 1, 2].flatMap((seed) => [
 *   { batchSize: 8, seed, accuracy: 97 + seed },
 *   { batchSize: 64, seed, accuracy: 95 + seed },
 * ]);
 * const means = meansBy(rows, { by: ["batchSize"], value: "accuracy" });
 * console.log(means.map(({ batchSize, estimate, n }) => [batchSize, estimate, n]));
 * // [ [ 8, 98, 3 ], [ 64, 96, 3 ] ]
 * ```
 */
export function meansBy<R extends object, K extends ColumnOf<R>>(
  rows: readonly R[],
  {
    by,
    value,
    geometric = false,
  }: {
    readonly by: readonly K[];
    readonly value: ColumnOf<R>;
    readonly geometric?: boolean;
  },
): EstimateOf<R, K>[] {
  const [from, to] = geometric ? [Math.log, Math.exp] : [Number, Number];
  return groupRows(rows, by).map((group) => {
    const values = numbersIn("meansBy", group, value).map((v) => {
      if (geometric && v <= 0) refuse("meansBy", `column "${value}" must be above 0`, v);
      return from(v);
    });
    const { estimate, low, high, ...rest } = meanEstimate(values, {
      overlap: overlapOf("meansBy", group),
    });
    const ends = { low: to(low), high: to(high) };
    return withFigures("meansBy", group, by, { estimate: to(estimate), ...ends, ...rest });
  });
}

/**
 * For each group of rows the median of a column with its 95 % interval, from at least six rows.
 * @example
 * ```ts
 * import { mediansBy } from "batchwise";
 *
 * const rows = [0, 1, 2, 3, 4, 5].map((seed) => ({ batchSize: 8, seed, seconds: 1 + seed / 10 }));
 * const [median] = mediansBy(rows, { by: ["batchSize"], value: "seconds" });
 * console.log(median.batchSize, median.estimate, median.low, median.high); // 8 1.25 1 1.5
 * ```
 */
export function mediansBy<R extends object, K extends ColumnOf<R>>(
  rows: readonly R[],
  { by, value }: { readonly by: readonly K[]; readonly value: ColumnOf<R> },
): EstimateOf<R, K>[] {
  const who = "mediansBy";
  return groupRows(rows, by).map((group) =>
    withFigures(who, group, by, medianEstimate(numbersIn(who, group, value))),
  );
}
