import { refuse, show } from "../../check.js";
import type { Label } from "./labels.js";
import type { Matrix } from "./matrix.js";

/**
 * The part of a table that is read: column names and rows of cells, as a danfo.js DataFrame has.
 * Its dtypes are never looked at: danfo guesses them from the first rows and then truncates.
 */
export interface Frame {
  readonly columns: readonly string[];
  /** One array for each row. */
  readonly values: readonly unknown[];
}

export function isFrame(x: unknown): x is Frame {
  return (
    typeof x === "object" &&
    x !== null &&
    "columns" in x &&
    Array.isArray(x.columns) &&
    "values" in x &&
    Array.isArray(x.values)
  );
}

/** The cells of a table as numbers. A cell that is no finite number is an error that names its place. */
export function frameMatrix(
  who: string,
  frame: Frame,
  columns: readonly string[] = frame.columns,
): Matrix {
  checkColumnNames(who, frame);
  checkDifferent(who, "features", columns);
  const at = columns.map((name) => columnIndex(who, frame, name));
  const n = frame.values.length;
  if (n < 1) refuse(who, "the table must hold at least one row", n);
  if (at.length < 1) refuse(who, "the table must have at least one column of features", at.length);
  const values = new Float64Array(n * at.length);
  for (let i = 0; i < n; i++) {
    const row = cells(who, frame, i);
    for (let j = 0; j < at.length; j++) {
      const cell = row[at[j]];
      if (typeof cell !== "number" || !Number.isFinite(cell))
        refuse(who, `column "${columns[j]}" must be finite numbers, at row ${i}`, cell);
      values[i * at.length + j] = cell;
    }
  }
  return { values, n, features: at.length };
}

/**
 * Splits a table into the features and the labels of a column.
 * @param frame a danfo.js DataFrame, or any `{ columns, values }` with one array per row
 * @param options `target` names the column of labels (numbers or strings); `features` the columns of
 *   features, by default all others
 * @example
 * ```ts
 * import { fromFrame } from "batchwise";
 *
 * const frame = { columns: ["length", "kind"], values: [[4.9, "a"], [6.1, "b"]] };
 * const { x, y, columns } = fromFrame(frame, { target: "kind" });
 * console.log(x.shape, y, columns); // [ 2, 1 ] [ 'a', 'b' ] [ 'length' ]
 * ```
 */
export function fromFrame(
  frame: Frame,
  { target, features }: { readonly target: string; readonly features?: readonly string[] },
): {
  x: { values: Float64Array; shape: [number, number] };
  y: Label[];
  columns: readonly string[];
} {
  const who = "fromFrame";
  if (!isFrame(frame)) refuse(who, "frame must have columns and values", frame);
  checkColumnNames(who, frame);
  const at = columnIndex(who, frame, target);
  if (features !== undefined && !Array.isArray(features))
    refuse(who, "features must be an array of column names", features);
  if (features?.includes(target))
    refuse(who, `features must not hold the target ${show(target)}`, features.map(show).join(", "));
  const columns = features ?? frame.columns.filter((name) => name !== target);
  const { values, n, features: count } = frameMatrix(who, frame, columns);
  const y = Array.from({ length: n }, (_, i) => {
    const label = cells(who, frame, i)[at];
    if (typeof label !== "string" && !(typeof label === "number" && Number.isFinite(label)))
      refuse(who, `column "${target}" must be labels (numbers or strings), at row ${i}`, label);
    return label;
  });
  return { x: { values: Float64Array.from(values), shape: [n, count] }, y, columns };
}

/** A table with two columns of one name would be read by the first of them, twice. */
function checkColumnNames(who: string, { columns }: Frame): void {
  for (const [i, name] of columns.entries())
    if (typeof name !== "string")
      refuse(who, `the table's columns must be named by strings, at column ${i}`, name);
  checkDifferent(who, "the table's columns", columns);
}

function checkDifferent(who: string, what: string, names: readonly string[]): void {
  const places = new Map<string, number>();
  for (const [i, name] of names.entries()) {
    const first = places.get(name);
    if (first !== undefined)
      refuse(who, `${what} must have different names, at ${first} and ${i}`, name);
    places.set(name, i);
  }
}

function columnIndex(who: string, frame: Frame, name: string): number {
  const index = frame.columns.indexOf(name);
  if (index < 0)
    refuse(who, `column must be one of ${frame.columns.map((c) => `"${c}"`).join(", ")}`, name);
  return index;
}

function cells(who: string, frame: Frame, i: number): readonly unknown[] {
  const row = frame.values[i];
  if (!Array.isArray(row) || row.length !== frame.columns.length)
    refuse(who, `row ${i} must be an array of ${frame.columns.length} cells`, row);
  return row;
}
