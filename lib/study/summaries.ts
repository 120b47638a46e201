import { refuse } from "../check.js";
import type { Row } from "../plot/lineChart.js";
import type { Rng } from "../random.js";
import { mean } from "../stats/describe.js";
import { meanEstimate } from "../stats/meanEstimate.js";
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

/** For each group of rows the mean of a column with its 95 % interval: `{ …by, mean, low, high, n }`. */
export function meansBy(
  rows: readonly object[],
  { by, value, rng }: { readonly by: readonly string[]; readonly value: string; readonly rng: Rng },
): (Row & {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
})[] {
  return groupRows(rows, by).map((group, i) => {
    const { estimate, low, high, n } = meanEstimate(numbers("meansBy", group, value), {
      rng: rng.fork(i),
    });
    return {
      ...Object.fromEntries(by.map((column) => [column, Reflect.get(group[0], column)])),
      mean: estimate,
      low,
      high,
      n,
    };
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
  const matching = (pattern: Row): Map<unknown, object> =>
    new Map(
      rows
        .filter((row) =>
          Object.entries(pattern).every(([column, wanted]) => Reflect.get(row, column) === wanted),
        )
        .map((row): [unknown, object] => [Reflect.get(row, pair), row]),
    );
  const left = matching(a);
  const right = matching(b);
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

/** For each group of rows the geometric mean of a column of positive numbers with its 95 % interval, as `meansBy`. */
export function geometricMeansBy(
  rows: readonly object[],
  options: Parameters<typeof meansBy>[1],
): ReturnType<typeof meansBy> {
  const { value } = options;
  const logs = rows.map((row) => {
    const [number] = numbers("geometricMeansBy", [row], value);
    if (!(number > 0)) refuse("geometricMeansBy", `column "${value}" must be above 0`, number);
    return { ...row, [value]: Math.log(number) };
  });
  return meansBy(logs, options).map(({ mean: centre, low, high, ...row }) => ({
    ...row,
    mean: Math.exp(centre),
    low: Math.exp(low),
    high: Math.exp(high),
  }));
}
