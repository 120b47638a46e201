import { refuse } from "../check.js";
import { type PairedDifference, pairedDifference } from "../stats/pairedDifference.js";
import { columnsOf, groupRows, matching, numbersIn, overlapOf } from "./groups.js";
import type { ColumnOf } from "./row.js";
import { withFigures } from "./withFigures.js";

/** The two sides of a comparison and what is compared. */
export interface DifferenceOptions<R> {
  /** Values by column that a row of the side has; no two rows of a side may have one value of `pair`. */
  readonly a: Partial<R>;
  readonly b: Partial<R>;
  /** Column of the numbers. */
  readonly value: ColumnOf<R>;
  /** Column whose values pair the rows; what only one side has is left out. Default "seed". */
  readonly pair?: ColumnOf<R>;
}

/**
 * The paired difference of a column between the rows that match `a` and those that match `b`. Where rows have a
 * column `overlap`, as those of runs on divisions of the same data, the interval is widened by it.
 * @example
 * ```ts
 * import { differenceOf } from "batchwise";
 *
 * const rows = [0, 1, 2, 3].flatMap((seed) => [
 *   { batchSize: 8, seed, accuracy: 97 + seed / 10 },
 *   { batchSize: 512, seed, accuracy: 95 + seed / 5 },
 * ]);
 * const [a, b] = [{ batchSize: 8 }, { batchSize: 512 }];
 * const lead = differenceOf(rows, { a, b, value: "accuracy" });
 * console.log(lead.estimate.toFixed(2), lead.low.toFixed(2), lead.high.toFixed(2), lead.n);
 * // 1.85 1.64 2.06 4
 * ```
 */
export function differenceOf<R extends object>(
  rows: readonly R[],
  { a, b, value, pair }: DifferenceOptions<R>,
): PairedDifference {
  const who = "differenceOf";
  const key = pair ?? "seed";
  const [left, right] = [a, b].map((pattern) => {
    const side = new Map<unknown, R>();
    for (const row of matching(rows, pattern)) {
      const of: unknown = Reflect.get(row, key);
      if (side.has(of))
        refuse(who, `a and b must each match one row for each value of "${key}"`, of);
      side.set(of, row);
    }
    return side;
  });
  const pairs = [...left.keys()].filter((of) => right.has(of));
  if (pairs.length < 2)
    refuse(who, `a and b must share at least 2 values of "${key}"`, pairs.length);
  const sides = [left, right].map((side) => pairs.flatMap((of) => side.get(of) ?? []));
  const [first, second] = sides.map((side) => numbersIn(who, side, value));
  return pairedDifference(first, second, { overlap: overlapOf(who, sides.flat()) });
}

/**
 * For each group of rows the paired difference of `differenceOf`: `{ …by, estimate, low, high, n, … }`.
 * @example
 * ```ts
 * import { differencesBy } from "batchwise";
 *
 * const rows = ["SGD", "Adam"].flatMap((optimizer, i) =>
 *   [0, 1, 2].flatMap((seed) => [
 *     { optimizer, batchSize: 8, seed, accuracy: 97 + seed / 10 },
 *     { optimizer, batchSize: 512, seed, accuracy: 95 + i + seed / 5 },
 *   ]),
 * );
 * const [a, b] = [{ batchSize: 8 }, { batchSize: 512 }];
 * const options = { a, b, value: "accuracy" } as const;
 * const leads = differencesBy(rows, { by: ["optimizer"], ...options });
 * console.log(leads.map(({ optimizer, estimate }) => `${optimizer} ${estimate.toFixed(1)}`));
 * // [ 'SGD 1.9', 'Adam 0.9' ]
 * ```
 */
export function differencesBy<R extends object, K extends ColumnOf<R>>(
  rows: readonly R[],
  { by, ...options }: DifferenceOptions<R> & { readonly by: readonly K[] },
): (Pick<R, K> & PairedDifference)[] {
  return groupRows(rows, by).map((group) =>
    withFigures("differencesBy", group, by, differenceOf(group, options)),
  );
}

/**
 * For each group of rows with the same values in the columns `by`, and each value of `column` but `base`, the
 * paired difference from the rows with `base`: `{ …by, [column], estimate, low, high, n, … }`.
 */
export function differencesFrom<
  R extends object,
  C extends ColumnOf<R>,
  K extends ColumnOf<R> = never,
>(
  rows: readonly R[],
  {
    base,
    by,
    column,
    ...options
  }: Omit<DifferenceOptions<R>, "a" | "b"> & {
    readonly base: R[C];
    readonly by: readonly K[];
    readonly column: C;
  },
): (Pick<R, K | C> & PairedDifference)[] {
  // A pattern of one column.
  const only = (value: R[C]): Partial<R> => ({ [column]: value }) as unknown as Partial<R>;
  return groupRows(rows, by).flatMap((group) =>
    groupRows(group, [column])
      .filter(([row]) => row[column] !== base)
      .map((same) =>
        withFigures<R, K | C, PairedDifference>(
          "differencesFrom",
          same,
          [...by, column],
          differenceOf(group, { a: only(same[0][column]), b: only(base), ...options }),
        ),
      ),
  );
}

/**
 * How many times as large a column of positive numbers is where rows match `a` as where they match `b`, in
 * doublings: the paired difference of its base-2 logarithm.
 */
export function doublingsOf<R extends object>(
  rows: readonly R[],
  options: DifferenceOptions<R>,
): PairedDifference {
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
 * one that matches `b`: `{ …by, gap, overlap }`. Groups without both are left out. `overlap` is that of the rows, 0
 * where they have none, so that what is computed of the gaps is widened by it too.
 */
export function gapsBy<R extends object, K extends ColumnOf<R>>(
  rows: readonly R[],
  {
    by,
    a,
    b,
    value,
  }: Pick<DifferenceOptions<R>, "a" | "b" | "value"> & { readonly by: readonly K[] },
): (Pick<R, K> & { readonly gap: number; readonly overlap: number })[] {
  return groupRows(rows, by).flatMap((group) => {
    const [left, right] = [a, b].map((pattern) => matching(group, pattern));
    const most = Math.max(left.length, right.length);
    if (most > 1) refuse("gapsBy", "a and b must each match one row of a group", most);
    if (left.length === 0 || right.length === 0) return [];
    const [first, second] = numbersIn("gapsBy", [...left, ...right], value);
    const overlap = overlapOf("gapsBy", [...left, ...right]);
    return [{ ...columnsOf(group, by), gap: first - second, overlap }];
  });
}
