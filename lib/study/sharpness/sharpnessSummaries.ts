import type { DifferenceOptions } from "../../rows/differences.js";
import { columnsOf, groupRows, numbersIn } from "../../rows/groups.js";
import { ratioOf } from "../../rows/ratioOf.js";
import type { ColumnOf, Row } from "../../rows/row.js";
import { mean } from "../../stats/describe.js";
import type { Estimate } from "../../stats/estimate.js";

/** A column of numbers by which models are compared, with the name that readers see. */
export type Measures = Readonly<Record<string, string>>;

/** The measures of a sharpness study. */
export const SHARPNESS_MEASURES: Measures = {
  eigenvalue: "λ",
  trace: "trace",
  sharpness: "φ",
  relativeSharpness: "relative φ",
  distance: "distance",
};

/** One row for each group, with its number of rows as `n` and the mean of each measure under its name. */
export function measureMeans<R extends object, K extends ColumnOf<R>>(
  rows: readonly R[],
  { by, measures = SHARPNESS_MEASURES }: { readonly by: K; readonly measures?: Measures },
): (Pick<R, K> & { readonly n: number } & Row)[] {
  return groupRows(rows, [by]).map((group) => ({
    ...columnsOf(group, [by]),
    n: group.length,
    ...Object.fromEntries(
      Object.entries(measures).map(([column, name]) => [
        name,
        mean(numbersIn("measureMeans", group, column)),
      ]),
    ),
  }));
}

/**
 * For each group and measure, how many times as large it is where rows match `a` as where they match `b`,
 * paired by seed.
 */
export function measureRatios<R extends object, K extends ColumnOf<R>>(
  rows: readonly R[],
  {
    by,
    measures = SHARPNESS_MEASURES,
    ...sides
  }: Pick<DifferenceOptions<R>, "a" | "b"> & {
    readonly by: K;
    readonly measures?: Measures;
  },
): (Pick<R, K> & Estimate & { readonly measure: string })[] {
  return groupRows(rows, [by]).flatMap((group) =>
    Object.entries(measures).map(([value, measure]) => ({
      ...columnsOf(group, [by]),
      measure,
      // Fails below where the rows have no such column.
      ...ratioOf(group, { ...sides, value: value as ColumnOf<R> }),
    })),
  );
}
