import { positiveInteger, refuse } from "../../check.js";
import type { SparseMatrix } from "./sparseMatrix.js";

/**
 * Examples as compressed sparse rows, for the linear models: they take memory and time by what is not 0.
 * @param rows each row's pairs of a column, from 0, and its value, in any order; a row may be empty. Values of
 *   the same place are added up by whoever takes the matrix
 * @param features the number of columns
 * @throws ArgumentError on what is no pair, on a column that there is not and on a value that is not finite
 * @example
 * ```ts
 * import { LogisticRegression, sparseFromRows } from "batchwise/linear";
 *
 * // The words of four messages, as [word, count].
 * const x = sparseFromRows([[[0, 2], [3, 1]], [[1, 1]], [[0, 1], [4, 1]], [[1, 2], [4, 1]]], 5);
 * const model = new LogisticRegression().fit(x, ["spam", "ham", "spam", "ham"]);
 * console.log(x.indptr); // Int32Array(5) [ 0, 2, 3, 5, 7 ]
 * console.log(model.predict(sparseFromRows([[[0, 1]]], 5))); // [ 'spam' ]
 * ```
 */
export function sparseFromRows(
  rows: readonly (readonly (readonly [column: number, value: number])[])[],
  features: number,
): SparseMatrix {
  const who = "sparseFromRows";
  positiveInteger(who, "features", features);
  if (!Array.isArray(rows)) refuse(who, "rows must be an array of rows of [column, value]", rows);
  const indptr = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => {
    if (!Array.isArray(row)) refuse(who, `row ${i} must be an array of [column, value]`, row);
    indptr[i + 1] = indptr[i] + row.length;
  });
  const values = new Float64Array(indptr[rows.length]);
  const indices = new Int32Array(values.length);
  rows.forEach((row, i) => {
    row.forEach((pair: unknown, t: number) => {
      if (!Array.isArray(pair) || pair.length !== 2)
        refuse(who, `row ${i} must hold pairs [column, value], at ${t}`, pair);
      const [column, value]: unknown[] = pair;
      if (
        typeof column !== "number" ||
        !Number.isInteger(column) ||
        column < 0 ||
        column >= features
      )
        refuse(who, `row ${i} must hold columns from 0 to ${features - 1}, at ${t}`, column);
      if (typeof value !== "number" || !Number.isFinite(value))
        refuse(who, `row ${i} must hold finite values, at column ${column}`, value);
      indices[indptr[i] + t] = column;
      values[indptr[i] + t] = value;
    });
  });
  return { values, indices, indptr, shape: [rows.length, features] };
}
