import { refuse } from "../check.js";
import { mean } from "../stats/describe.js";
import { numberIn } from "./columns.js";
import type { ColumnOf, Row } from "./row.js";

/**
 * Rows with the same values in the columns `by`, in order of their first appearance.
 * @example
 * ```ts
 * import { groupRows } from "batchwise";
 *
 * const rows = [
 *   { batchSize: 8, seed: 0 },
 *   { batchSize: 64, seed: 0 },
 *   { batchSize: 8, seed: 1 },
 * ];
 * console.log(groupRows(rows, ["batchSize"]).map((group) => group.length)); // [ 2, 1 ]
 * ```
 */
export function groupRows<R extends object>(rows: readonly R[], by: readonly ColumnOf<R>[]): R[][] {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const key = JSON.stringify(by.map((column) => row[column]));
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}

/** The numbers of a column. Fails where it holds anything else. */
export function numbersIn(who: string, rows: readonly object[], column: string): number[] {
  return rows.map((row) => numberIn(who, row, column));
}

/**
 * How far the divisions of the data behind these rows overlap, as `MeanOptions.overlap` takes it: the largest of
 * the column `overlap` that rows of runs have, 0 where there is none.
 */
export function overlapOf(who: string, rows: readonly object[]): number {
  return rows.reduce(
    (most, row) => ("overlap" in row ? Math.max(most, numberIn(who, row, "overlap")) : most),
    0,
  );
}

/** The columns by which a group was made, with its values. */
export function columnsOf<R extends object, K extends ColumnOf<R>>(
  group: readonly R[],
  by: readonly K[],
): Pick<R, K> {
  // The entries are those of the columns.
  return Object.fromEntries(by.map((column) => [column, group[0][column]])) as Pick<R, K>;
}

/**
 * Of each group of rows the one with the lowest value of a column; of equals the first.
 * @example
 * ```ts
 * import { lowestBy } from "batchwise";
 *
 * const rows = [
 *   { batchSize: 8, learningRate: 0.1, loss: 0.5 },
 *   { batchSize: 8, learningRate: 0.2, loss: 0.3 },
 *   { batchSize: 64, learningRate: 0.4, loss: 0.4 },
 * ];
 * const best = lowestBy(rows, { by: ["batchSize"], value: "loss" });
 * console.log(best.map(({ learningRate }) => learningRate)); // [ 0.2, 0.4 ]
 * ```
 */
export function lowestBy<R extends object>(
  rows: readonly R[],
  { by, value }: { readonly by: readonly ColumnOf<R>[]; readonly value: ColumnOf<R> },
): R[] {
  return groupRows(rows, by).map((group) => {
    const values = numbersIn("lowestBy", group, value);
    const lowest = Math.min(...values);
    if (Number.isNaN(lowest)) refuse("lowestBy", `every "${value}" must be a number`, lowest);
    return group[values.indexOf(lowest)];
  });
}

/**
 * The rows that have these values in these columns.
 * @example
 * ```ts
 * import { matching } from "batchwise";
 *
 * const rows = [
 *   { batchSize: 8, seed: 0 },
 *   { batchSize: 64, seed: 0 },
 *   { batchSize: 8, seed: 1 },
 * ];
 * console.log(matching(rows, { batchSize: 8 }).map(({ seed }) => seed)); // [ 0, 1 ]
 * ```
 */
export function matching<R extends object>(rows: readonly R[], pattern: Partial<R>): R[] {
  const wanted = Object.entries(pattern);
  return rows.filter((row) =>
    wanted.every(([column, value]) => Reflect.get(row, column) === value),
  );
}

/**
 * Rows turned into a table: one row for each value of `row`, one column for each value of `column`.
 * @example
 * ```ts
 * import { pivot } from "batchwise";
 *
 * const rows = [
 *   { batchSize: 8, optimizer: "SGD", accuracy: 97 },
 *   { batchSize: 8, optimizer: "Adam", accuracy: 98 },
 * ];
 * console.log(pivot(rows, { row: "batchSize", column: "optimizer", value: "accuracy" }));
 * // [ { batchSize: 8, SGD: 97, Adam: 98 } ]
 * ```
 */
export function pivot<R extends object>(
  rows: readonly R[],
  {
    row,
    column,
    value,
  }: {
    readonly row: ColumnOf<R>;
    readonly column: ColumnOf<R>;
    readonly value: ColumnOf<R>;
  },
): Row[] {
  return groupRows(rows, [row]).map((group) => ({
    [row]: group[0][row],
    ...Object.fromEntries(group.map((entry) => [String(entry[column]), entry[value]])),
  }));
}

/** The same rows with columns of numbers less their mean over the rows with the same values in `by`. */
export function centredWithin<R extends object>(
  rows: readonly R[],
  {
    by,
    columns,
  }: { readonly by: readonly ColumnOf<R>[]; readonly columns: readonly ColumnOf<R>[] },
): R[] {
  const who = "centredWithin";
  const centres = new Map<R, number[]>();
  for (const group of groupRows(rows, by)) {
    const means = columns.map((column) => mean(numbersIn(who, group, column)));
    for (const row of group) centres.set(row, means);
  }
  return rows.map((row) => {
    const means = centres.get(row) ?? [];
    const entries = columns.map((column, i) => [
      column,
      numbersIn(who, [row], column)[0] - means[i],
    ]);
    return { ...row, ...Object.fromEntries(entries) };
  });
}
