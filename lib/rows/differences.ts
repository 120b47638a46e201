import { refuse } from "../check.js";
import type { Rng } from "../random.js";
import { type PairedDifference, pairedDifference } from "../stats/pairedDifference.js";
import { columnsOf, groupRows, matching, numbersIn } from "./groups.js";
import type { Row } from "./row.js";

/** The two sides of a comparison and what is compared. */
export interface DifferenceOptions {
  /** Values by column that a row of the side has; no two rows of a side may have one value of `pair`. */
  readonly a: Row;
  readonly b: Row;
  /** Column of the numbers. */
  readonly value: string;
  /** Column whose values pair the rows; what only one side has is left out. Default "seed", the division's seed. */
  readonly pair?: string;
  readonly rng: Rng;
}

/** The paired difference of a column between the rows that match `a` and those that match `b`. */
export function differenceOf(
  rows: readonly object[],
  { a, b, value, pair = "seed", rng }: DifferenceOptions,
): PairedDifference {
  const who = "differenceOf";
  const [left, right] = [a, b].map((pattern) => {
    const side = new Map<unknown, object>();
    for (const row of matching(rows, pattern)) {
      const key: unknown = Reflect.get(row, pair);
      if (side.has(key))
        refuse(who, `a and b must each match one row for each value of "${pair}"`, key);
      side.set(key, row);
    }
    return side;
  });
  const keys = [...left.keys()].filter((key) => right.has(key));
  if (keys.length < 2)
    refuse(who, `a and b must share at least 2 values of "${pair}"`, keys.length);
  const [first, second] = [left, right].map((side) =>
    numbersIn(
      who,
      keys.flatMap((key) => side.get(key) ?? []),
      value,
    ),
  );
  return pairedDifference(first, second, { rng });
}

/** For each group of rows the paired difference of `differenceOf`: `{ …by, estimate, low, high, n, … }`. */
export function differencesBy(
  rows: readonly object[],
  { by, ...options }: DifferenceOptions & { readonly by: readonly string[] },
): (Row & PairedDifference)[] {
  return groupRows(rows, by).map((group) => ({
    ...columnsOf(group, by),
    ...differenceOf(group, options),
  }));
}

/**
 * For each group of rows with the same values in the columns `by`, and each value of `column` but `base`, the
 * paired difference from the rows with `base`: `{ …by, [column], estimate, low, high, n, … }`.
 */
export function differencesFrom(
  rows: readonly object[],
  {
    base,
    by,
    column,
    ...options
  }: Omit<DifferenceOptions, "a" | "b"> & {
    readonly base: unknown;
    readonly by: readonly string[];
    readonly column: string;
  },
): (Row & PairedDifference)[] {
  return groupRows(rows, by).flatMap((group) =>
    groupRows(group, [column])
      .map(([row]): unknown => Reflect.get(row, column))
      .filter((name) => name !== base)
      .map((name) => ({
        ...columnsOf(group, by),
        [column]: name,
        ...differenceOf(group, { a: { [column]: name }, b: { [column]: base }, ...options }),
      })),
  );
}

/**
 * How many times as large a column of positive numbers is where rows match `a` as where they match `b`, in
 * doublings: the paired difference of its base-2 logarithm.
 */
export function doublingsOf(rows: readonly object[], options: DifferenceOptions): PairedDifference {
  const { value } = options;
  const logs = rows.map((row) => {
    const [number] = numbersIn("doublingsOf", [row], value);
    if (!(number > 0)) refuse("doublingsOf", `column "${value}" must be above 0`, number);
    return { ...row, [value]: Math.log2(number) };
  });
  return differenceOf(logs, options);
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
  }: Pick<DifferenceOptions, "a" | "b" | "value"> & { readonly by: readonly string[] },
): (Row & { readonly gap: number })[] {
  return groupRows(rows, by).flatMap((group) => {
    const [left, right] = [a, b].map((pattern) => matching(group, pattern));
    const most = Math.max(left.length, right.length);
    if (most > 1) refuse("gapsBy", "a and b must each match one row of a group", most);
    if (left.length === 0 || right.length === 0) return [];
    const [first, second] = numbersIn("gapsBy", [...left, ...right], value);
    return [{ ...columnsOf(group, by), gap: first - second }];
  });
}
