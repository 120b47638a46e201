import { refuse } from "../check.js";
import type { Row } from "../plot/lineChart.js";
import type { Rng } from "../random.js";
import { meanEstimate } from "../stats/meanEstimate.js";
import { medianEstimate } from "../stats/medianEstimate.js";
import { columnsOf, groupRows, numbersIn } from "./groups.js";

/**
 * For each group of rows the mean of a column with its 95 % interval: `{ …by, mean, low, high, n }`.
 * @param options.geometric the geometric mean of numbers above 0, for what is compared by ratios. Default false
 */
export function meansBy(
  rows: readonly object[],
  {
    by,
    value,
    rng,
    geometric = false,
  }: {
    readonly by: readonly string[];
    readonly value: string;
    readonly rng: Rng;
    readonly geometric?: boolean;
  },
): (Row & {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
  /** Where the group's numbers are all equal; see `Estimate`. */
  readonly degenerate?: true;
})[] {
  const [from, to] = geometric ? [Math.log, Math.exp] : [Number, Number];
  return groupRows(rows, by).map((group, i) => {
    const values = numbersIn("meansBy", group, value).map((v) => {
      if (geometric && v <= 0) refuse("meansBy", `column "${value}" must be above 0`, v);
      return from(v);
    });
    const { estimate, low, high, n, degenerate } = meanEstimate(values, { rng: rng.fork(i) });
    return {
      ...columnsOf(group, by),
      mean: to(estimate),
      low: to(low),
      high: to(high),
      n,
      ...(degenerate && { degenerate }),
    };
  });
}

/** For each group of rows the median of a column with its 95 % interval, from at least six rows. */
export function mediansBy(
  rows: readonly object[],
  { by, value }: { readonly by: readonly string[]; readonly value: string },
): (Row & {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
})[] {
  return groupRows(rows, by).map((group) => {
    const { estimate, low, high, n } = medianEstimate(numbersIn("mediansBy", group, value));
    return { ...columnsOf(group, by), median: estimate, low, high, n };
  });
}
