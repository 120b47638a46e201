import { refuse } from "../check.js";
import type { Row } from "../plot/lineChart.js";
import type { Rng } from "../random.js";
import { mean } from "../stats/describe.js";
import { meanEstimate } from "../stats/meanEstimate.js";
import { medianEstimate } from "../stats/medianEstimate.js";
import { type PairedDifference, pairedDifference } from "../stats/pairedDifference.js";

/** Rows with the same values in the columns `by`, in order of their first appearance. */
export function groupRows<R extends object>(rows: readonly R[], by: readonly string[]): R[][] {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const key = JSON.stringify(by.map((column): unknown => Reflect.get(row, column)));
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}

function numbers(who: string, rows: readonly object[], column: string): number[] {
  return rows.map((row) => {
    const value: unknown = Reflect.get(row, column);
    return typeof value === "number"
      ? value
      : refuse(who, `column "${column}" must hold numbers`, value);
  });
}

/** The columns by which a group was made, with its values. */
function columnsOf(group: readonly object[], by: readonly string[]): Row {
  return Object.fromEntries(by.map((column) => [column, Reflect.get(group[0], column)]));
}

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
})[] {
  const [from, to] = geometric ? [Math.log, Math.exp] : [Number, Number];
  return groupRows(rows, by).map((group, i) => {
    const values = numbers("meansBy", group, value).map((v) => {
      if (geometric && v <= 0) refuse("meansBy", `column "${value}" must be above 0`, v);
      return from(v);
    });
    const { estimate, low, high, n } = meanEstimate(values, { rng: rng.fork(i) });
    return { ...columnsOf(group, by), mean: to(estimate), low: to(low), high: to(high), n };
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
    const { estimate, low, high, n } = medianEstimate(numbers("mediansBy", group, value));
    return { ...columnsOf(group, by), median: estimate, low, high, n };
  });
}

/** Of each group of rows the one with the lowest value of a column; of equals the first. */
export function lowestBy<R extends object>(
  rows: readonly R[],
  { by, value }: { readonly by: readonly string[]; readonly value: string },
): R[] {
  return groupRows(rows, by).map((group) => {
    const values = numbers("lowestBy", group, value);
    return group[values.indexOf(Math.min(...values))];
  });
}

/**
 * The paired difference of a column between the rows that match `a` and those that match `b`, paired by
 * their value in the column `pair` (the split's seed).
 */
export function differenceOf(
  rows: readonly object[],
  {
    a,
    b,
    value,
    pair = "split",
    rng,
  }: {
    readonly a: Row;
    readonly b: Row;
    readonly value: string;
    readonly pair?: string;
    readonly rng: Rng;
  },
): PairedDifference {
  const byPair = (pattern: Row): Map<unknown, object> =>
    new Map(matching(rows, pattern).map((row): [unknown, object] => [Reflect.get(row, pair), row]));
  const left = byPair(a);
  const right = byPair(b);
  const keys = [...left.keys()].filter((key) => right.has(key));
  if (keys.length < 2)
    refuse("differenceOf", `a and b must share at least 2 values of "${pair}"`, keys.length);
  const side = (part: Map<unknown, object>): number[] =>
    numbers(
      "differenceOf",
      keys.map((key) => part.get(key) ?? {}),
      value,
    );
  return pairedDifference(side(left), side(right), { rng });
}

/**
 * For each group of rows with the same values in the columns `by`, and each value of `column` but `base`, the
 * paired difference from the rows with `base`: `{ …by, [column], estimate, low, high, n, … }`.
 */
export function differencesFrom(
  base: unknown,
  rows: readonly object[],
  {
    by,
    column,
    ...options
  }: {
    readonly by: readonly string[];
    readonly column: string;
    readonly value: string;
    readonly pair?: string;
    readonly rng: Rng;
  },
): (Row & PairedDifference)[] {
  return groupRows(rows, by).flatMap((group) => {
    const names = [...new Set(group.map((row): unknown => Reflect.get(row, column)))];
    const columns = by.map((name) => [name, Reflect.get(group[0], name)]);
    return names
      .filter((name) => name !== base)
      .map((name) => ({
        ...Object.fromEntries(columns),
        [column]: name,
        ...differenceOf(group, { a: { [column]: name }, b: { [column]: base }, ...options }),
      }));
  });
}

/**
 * For each group of rows with the same values in the columns `by`, how far the row that matches `a` exceeds the
 * one that matches `b`: `{ …by, gap }`. Groups without both are left out.
 */
export function gapsBy(
  rows: readonly object[],
  {
    by,
    a,
    b,
    value,
  }: { readonly by: readonly string[]; readonly a: Row; readonly b: Row; readonly value: string },
): (Row & { readonly gap: number })[] {
  return groupRows(rows, by).flatMap((group) => {
    const ends = [a, b].map((pattern) => matching(group, pattern));
    if (ends.some(({ length }) => length === 0)) return [];
    const [left, right] = ends.map(([row]) => numbers("gapsBy", [row], value)[0]);
    const columns = by.map((column) => [column, Reflect.get(group[0], column)]);
    return [{ ...Object.fromEntries(columns), gap: left - right }];
  });
}

/** The rows that have these values in these columns. */
export function matching<R extends object>(rows: readonly R[], pattern: Row): R[] {
  return rows.filter((row) => matches(row, pattern));
}

function matches(row: object, pattern: Row): boolean {
  return Object.entries(pattern).every(([column, wanted]) => Reflect.get(row, column) === wanted);
}

/**
 * How many times as large a column of positive numbers is where rows match `a` as where they match `b`, in
 * doublings: the paired difference of its base-2 logarithm.
 */
export function doublingsOf(
  rows: readonly object[],
  options: Parameters<typeof differenceOf>[1],
): PairedDifference {
  const { value } = options;
  const logs = rows.map((row) => {
    const [number] = numbers("doublingsOf", [row], value);
    if (!(number > 0)) refuse("doublingsOf", `column "${value}" must be above 0`, number);
    return { ...row, [value]: Math.log2(number) };
  });
  return differenceOf(logs, options);
}

/** For each group of rows the paired difference of `differenceOf`: `{ …by, estimate, low, high, n, … }`. */
export function differencesBy(
  rows: readonly object[],
  { by, ...options }: { readonly by: readonly string[] } & Parameters<typeof differenceOf>[1],
): (Row & PairedDifference)[] {
  return groupRows(rows, by).map((group) => ({
    ...columnsOf(group, by),
    ...differenceOf(group, options),
  }));
}

/** Rows turned into a table: one row for each value of `row`, one column for each value of `column`. */
export function pivot(
  rows: readonly object[],
  { row, column, value }: { readonly row: string; readonly column: string; readonly value: string },
): Row[] {
  return groupRows(rows, [row]).map((group) => ({
    [row]: Reflect.get(group[0], row) as unknown,
    ...Object.fromEntries(
      group.map((entry) => [String(Reflect.get(entry, column)), Reflect.get(entry, value)]),
    ),
  }));
}

/** The same rows with columns of numbers less their mean over the rows with the same values in `by`. */
export function centredWithin<R extends object>(
  rows: readonly R[],
  { by, columns }: { readonly by: readonly string[]; readonly columns: readonly string[] },
): R[] {
  const who = "centredWithin";
  const centres = new Map<R, number[]>();
  for (const group of groupRows(rows, by)) {
    const means = columns.map((column) => mean(numbers(who, group, column)));
    for (const row of group) centres.set(row, means);
  }
  return rows.map((row) => {
    const means = centres.get(row) ?? [];
    const entries = columns.map((column, i) => [column, numbers(who, [row], column)[0] - means[i]]);
    return { ...row, ...Object.fromEntries(entries) };
  });
}
