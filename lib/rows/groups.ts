import { mean } from "../stats/describe.js";
import { numberIn } from "./columns.js";
import type { ColumnOf, Row } from "./row.js";

/** Rows with the same values in the columns `by`, in order of their first appearance. */
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

/** The columns by which a group was made, with its values. */
export function columnsOf<R extends object, K extends ColumnOf<R>>(
  group: readonly R[],
  by: readonly K[],
): Pick<R, K> {
  // The entries are those of the columns.
  return Object.fromEntries(by.map((column) => [column, group[0][column]])) as Pick<R, K>;
}

/** Of each group of rows the one with the lowest value of a column; of equals the first. */
export function lowestBy<R extends object>(
  rows: readonly R[],
  { by, value }: { readonly by: readonly ColumnOf<R>[]; readonly value: ColumnOf<R> },
): R[] {
  return groupRows(rows, by).map((group) => {
    const values = numbersIn("lowestBy", group, value);
    return group[values.indexOf(Math.min(...values))];
  });
}

/** The rows that have these values in these columns. */
export function matching<R extends object>(rows: readonly R[], pattern: Partial<R>): R[] {
  const wanted = Object.entries(pattern);
  return rows.filter((row) =>
    wanted.every(([column, value]) => Reflect.get(row, column) === value),
  );
}

/** Rows turned into a table: one row for each value of `row`, one column for each value of `column`. */
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
