import { refuse } from "../../check.js";
import type { Dataset } from "../../data/dataset.js";
import { groupedRows } from "../../data/groupedRows.js";
import { splitRows } from "../../data/splitRows.js";
import { strataOf } from "../../data/strata.js";
import type { PartName } from "../../data/table/roles.js";
import { Rng } from "../../random.js";

/** Rows of each part of a division; those for validation are none where it is given. */
export type RowParts = Readonly<Record<PartName, readonly number[]>>;

/** One way for each seed to divide the rows of a data set. */
export type DivideRows = (seed: number) => RowParts;

/** Folds of a repeated cross-validation. */
export const FOLDS = 5;
const EIGHTH = 1 / 8;
/** Divisions that say how many training examples all have. */
const SAMPLE = 20;
const MOST_DRAWS = 1000;

/** Six eighths train, one validates, one tests; without validation seven train. */
export function eighths(data: Dataset, validated: boolean): DivideRows {
  return (seed) => splitRows(data, { seed, valid: validated ? 0 : EIGHTH, test: EIGHTH }).rows;
}

/**
 * Seeds count folds: five in a row test every example once. Three folds train, one validates, one tests; without
 * validation four train. All are of one size, so that a batch of all is the same everywhere: up to four examples sit
 * out of a repeat.
 */
export function folds(data: Dataset, validated: boolean): DivideRows {
  const strata = strataOf(data, 1 / FOLDS);
  const size = Math.floor(data.n / FOLDS);
  return (seed) => {
    const rng = Rng.fromSeed(Math.floor(seed / FOLDS)).fork("folds");
    const rows: number[][] = Array.from({ length: FOLDS }, () => []);
    let next = 0;
    for (let stratum = 0; stratum < strata.count; stratum++) {
      const members = Array.from(strata.ids.keys()).filter((i) => strata.ids[i] === stratum);
      for (const i of rng.fork(stratum).shuffle(members)) rows[next++ % FOLDS].push(i);
    }
    return rotated(
      rows.map((fold) => fold.slice(0, size)),
      seed,
      validated,
    );
  };
}

function rotated(rows: readonly number[][], seed: number, validated: boolean): RowParts {
  const fold = (k: number): number[] => rows[(seed + k) % FOLDS];
  const rest = [fold(2), fold(3), fold(4)];
  return validated
    ? { test: fold(0), valid: [], train: [fold(1), ...rest].flat() }
    : { test: fold(0), valid: fold(1), train: rest.flat() };
}

/**
 * The same with groups that stay whole: eighths, or folds. Parts are then of different sizes; training parts are
 * cut to one that nearly all divisions reach, the others being drawn again.
 */
export function byGroups(
  data: Dataset,
  groups: { readonly ids: Int32Array; readonly count: number },
  options: { readonly folds: boolean; readonly validated: boolean },
): DivideRows {
  const { validated } = options;
  const shares = options.folds
    ? Array.from({ length: FOLDS }, () => 1 / FOLDS)
    : validated
      ? [1 - EIGHTH, EIGHTH]
      : [1 - 2 * EIGHTH, EIGHTH, EIGHTH];
  if (groups.count < shares.length)
    refuse(
      "advise",
      `groups must be at least ${shares.length} besides those of the test part, since none is divided and the examples are divided into ${shares.length} parts; leave groups out, or give the examples more of them`,
      groups.count,
    );
  const strata = strataOf(data, Math.min(...shares));
  const drawn = (seed: number, draw: number): RowParts => {
    const repeat = options.folds ? Math.floor(seed / FOLDS) : seed;
    const rng = Rng.fromSeed(repeat).fork("groups").fork(draw);
    const rows = groupedRows(groups.ids, strata, shares, rng);
    if (options.folds) return rotated(rows, seed, validated);
    return { train: rows[0], valid: validated ? [] : rows[1], test: rows[rows.length - 1] };
  };
  const seeds = Array.from({ length: SAMPLE }, (_, seed) => seed);
  const size = Math.min(...seeds.map((seed) => drawn(seed, 0).train.length));
  return (seed) => {
    // All folds of a repeat are of one draw.
    const start = options.folds ? seed - (seed % FOLDS) : seed;
    const together = Array.from({ length: options.folds ? FOLDS : 1 }, (_, k) => start + k);
    let draw = 0;
    while (together.some((each) => drawn(each, draw).train.length < size))
      if (++draw === MOST_DRAWS)
        refuse("advise", "groups must be of sizes that can be divided alike by every seed", seed);
    const { train, ...rest } = drawn(seed, draw);
    return { ...rest, train: train.slice(0, size) };
  };
}
