import type { MissingPolicy } from "./csvOptions.js";
import { DataError } from "./dataError.js";

/** What a column of a CSV file was read as. */
export interface ColumnInfo {
  readonly name: string;
  /** `number` if every cell of all rows that is not missing is a number; else `category`. */
  readonly kind: "number" | "category";
  /** Missing cells in the whole file. */
  readonly missing: number;
  /** Names of the features it became, in the order of x: its own, or `<column>=<category>` for each category. */
  readonly features: readonly string[];
  /** The categories, sorted; none in a number column. */
  readonly categories: readonly string[];
}

/** One column's cells: `undefined` where missing. */
export interface Cells {
  readonly name: string;
  readonly values: readonly (string | undefined)[];
  /** The line of each cell's row. */
  readonly lines: readonly number[];
}

/** A column as features: `write` puts those of one row into `x` from position `at`. */
export interface EncodedColumn {
  readonly info: ColumnInfo;
  readonly write: (x: Float32Array, at: number, row: number) => void;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Where a cell is, for an error message. */
export function at({ name, lines }: Cells, row: number): string {
  return `line ${lines[row]}, column ${JSON.stringify(name)}`;
}

/** The distinct values, sorted: as numbers if all are numbers, else by their characters. */
export function distinct(values: readonly (string | undefined)[]): string[] {
  const found = [...new Set(values)].filter((value) => value !== undefined);
  return found.every((value) => NUMBER.test(value))
    ? found.sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1))
    : found.sort();
}

function numberColumn(file: string, cells: Cells, policy: MissingPolicy): EncodedColumn {
  const values = Float64Array.from(cells.values, (cell) =>
    cell === undefined ? Number.NaN : Number(cell),
  );
  const present = values.filter((value) => !Number.isNaN(value));
  const large = values.findIndex(
    (value) => !Number.isFinite(Math.fround(value)) && !Number.isNaN(value),
  );
  if (large >= 0)
    throw new DataError(
      `${file}: ${at(cells, large)}: must be a number of at most 3.4e38, got ${cells.values[large]}`,
    );
  const missing = values.length - present.length;
  const marks = policy === "category" && missing > 0;
  const mean = present.reduce((sum, value) => sum + value / present.length, 0);
  const fill = policy === "mean" ? mean : 0;
  return {
    info: {
      name: cells.name,
      kind: "number",
      missing,
      features: marks ? [cells.name, `${cells.name}=missing`] : [cells.name],
      categories: [],
    },
    write: (x, to, row) => {
      const isMissing = Number.isNaN(values[row]);
      x[to] = isMissing ? fill : values[row];
      if (marks) x[to + 1] = isMissing ? 1 : 0;
    },
  };
}

function categoryColumn(
  file: string,
  cells: Cells,
  policy: MissingPolicy,
  maxCategories: number,
): EncodedColumn {
  const present = distinct(cells.values);
  if (present.length > maxCategories) {
    const word = cells.values.findIndex((cell) => cell !== undefined && !NUMBER.test(cell));
    const why =
      word < 0
        ? ""
        : `; it is not a number column because of ${JSON.stringify(cells.values[word])} in line ${cells.lines[word]}`;
    throw new DataError(
      `${file}: column ${JSON.stringify(cells.name)} must have at most maxCategories = ${maxCategories} categories, got ${present.length}${why}`,
    );
  }
  const hole = cells.values.indexOf(undefined);
  if (hole >= 0 && policy === "mean")
    throw new DataError(
      `${file}: ${at(cells, hole)}: a missing category cannot be a mean; choose "drop" or "category" for this column`,
    );
  const categories = hole >= 0 && policy === "category" ? ["", ...present] : present;
  const ids = new Map(categories.map((category, id) => [category, id]));
  return {
    info: {
      name: cells.name,
      kind: "category",
      missing: cells.values.filter((cell) => cell === undefined).length,
      features: categories.map((category) => `${cells.name}=${category || "missing"}`),
      categories,
    },
    write: (x, to, row) => {
      const id = ids.get(cells.values[row] ?? "");
      if (id !== undefined) x[to + id] = 1;
    },
  };
}

/** Decides a column's kind over all its rows, and how it becomes features: itself, or one for each category. */
export function encodeColumn(
  file: string,
  cells: Cells,
  {
    policy,
    asCategory,
    maxCategories,
  }: {
    readonly policy: MissingPolicy;
    readonly asCategory: boolean;
    readonly maxCategories: number;
  },
): EncodedColumn {
  const hole = cells.values.indexOf(undefined);
  if (hole >= 0 && policy === "error")
    throw new DataError(
      `${file}: ${at(cells, hole)}: the cell is missing; choose missing: "drop", "mean" or "category"`,
    );
  if (cells.values.every((cell) => cell === undefined))
    throw new DataError(`${file}: column ${JSON.stringify(cells.name)} holds no value; ignore it`);
  const numeric = cells.values.every((cell) => cell === undefined || NUMBER.test(cell));
  return numeric && !asCategory
    ? numberColumn(file, cells, policy)
    : categoryColumn(file, cells, policy, maxCategories);
}
