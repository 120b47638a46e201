import type { Rng } from "../../random.js";
import { doublingsOf } from "../../rows/differences.js";
import { groupRows, numbersIn } from "../../rows/groups.js";
import type { Row } from "../../rows/row.js";
import { mean } from "../../stats/describe.js";
import type { PairedDifference } from "../../stats/pairedDifference.js";

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
export function measureMeans(
  rows: readonly object[],
  { by, measures = SHARPNESS_MEASURES }: { readonly by: string; readonly measures?: Measures },
): Row[] {
  return groupRows(rows, [by]).map((group) => ({
    [by]: Reflect.get(group[0], by) as unknown,
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
 * For each group and measure, how many times as large it is where rows match `a` as where they match `b`, in
 * doublings, paired by split.
 */
export function measureRatios(
  rows: readonly object[],
  {
    by,
    measures = SHARPNESS_MEASURES,
    ...sides
  }: {
    readonly by: string;
    readonly measures?: Measures;
    readonly a: Row;
    readonly b: Row;
    readonly rng: Rng;
  },
): (PairedDifference & { readonly measure: string })[] {
  return groupRows(rows, [by]).flatMap((group) =>
    Object.entries(measures).map(([value, measure]) => ({
      [by]: Reflect.get(group[0], by) as unknown,
      measure,
      ...doublingsOf(group, { ...sides, value }),
    })),
  );
}
