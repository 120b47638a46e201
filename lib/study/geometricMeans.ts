import type { Row } from "../plot/lineChart.js";
import type { Rng } from "../random.js";
import { groupRows, meansBy } from "./summaries.js";

/**
 * For each group of rows the geometric mean of a column of numbers above 0, under the column's name, with its
 * 95 % interval.
 */
export function geometricMeansBy(
  rows: readonly object[],
  { by, value, rng }: { readonly by: readonly string[]; readonly value: string; readonly rng: Rng },
): (Row & { readonly low: number; readonly high: number; readonly n: number })[] {
  const logs = rows.map((row) => ({ ...row, log: Math.log(Number(Reflect.get(row, value))) }));
  const means = meansBy(logs, { by, value: "log", rng });
  return groupRows(rows, by).map((group, i) => {
    const { mean, low, high, n } = means[i];
    const columns = by.map((column) => [column, Reflect.get(group[0], column)]);
    const interval = { low: Math.exp(low), high: Math.exp(high), n };
    return { ...Object.fromEntries(columns), [value]: Math.exp(mean), ...interval };
  });
}
