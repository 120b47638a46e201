import { refuse, show } from "../../check.js";
import { type Dataset, featuresOf } from "../../data/dataset.js";
import { type Frame, frameMatrix, isFrame } from "./frame.js";
import type { Matrix, NumberArray, Shaped } from "./matrix.js";
import {
  isSparseMatrix,
  type SparseMatrix,
  type SparseRows,
  toSparseRows,
} from "./sparseMatrix.js";

/**
 * Examples in any of the accepted forms: a data set, rows, values with a shape `[n, …]`, a table, or sparse
 * rows. float64 and float32 values are used where they lie; anything else is copied to float64. Sparse rows stay
 * sparse; `MiniBatchLogisticRegression` and the solver `newton-cholesky` do not take them.
 */
export type Examples =
  | Dataset
  | readonly (readonly number[] | NumberArray)[]
  | Shaped<NumberArray | readonly number[]>
  | Frame
  | SparseMatrix;

export function isDataset(x: unknown): x is Dataset {
  return typeof x === "object" && x !== null && "x" in x && "y" in x && "classes" in x;
}

/** `x` as rows, at least one, of at least one column, every value finite; else an error that says where. */
export function toMatrix(who: string, x: Examples): Matrix | SparseRows {
  if (isSparseMatrix(x)) return toSparseRows(who, x);
  if (isDataset(x)) return finite(who, { values: x.x, n: x.n, features: featuresOf(x) });
  if (Array.isArray(x)) return finite(who, fromRows(who, x));
  if (isFrame(x)) return frameMatrix(who, x);
  if (typeof x === "object" && x !== null && "values" in x && "shape" in x)
    return finite(who, fromShaped(who, x));
  return refuse(
    who,
    "x must be a Dataset, rows of numbers, { values, shape }, a table with columns and values or a SparseMatrix { values, indices, indptr, shape }",
    x,
  );
}

function fromShaped(
  who: string,
  { values, shape }: Shaped<NumberArray | readonly number[]>,
): Matrix {
  if (!Array.isArray(shape) || shape.length < 2 || !shape.every((d) => Number.isSafeInteger(d)))
    refuse(who, "shape must be [n, features] or [n, rows, columns, …]", shape);
  const [n, ...rest]: readonly number[] = shape;
  const features = rest.reduce((product, d) => product * d, 1);
  if (values.length !== n * features)
    refuse(who, `values must hold ${shape.join(" × ")} = ${n * features} numbers`, values.length);
  const kept = values instanceof Float64Array || values instanceof Float32Array;
  return { values: kept ? values : Float64Array.from(values), n, features };
}

function fromRows(who: string, rows: readonly (readonly number[] | NumberArray)[]): Matrix {
  const n = rows.length;
  const features = n === 0 ? 0 : (rows[0]?.length ?? 0);
  const values = new Float64Array(n * features);
  for (let i = 0; i < n; i++) {
    const row = rows[i];
    if (!Array.isArray(row) && !ArrayBuffer.isView(row))
      refuse(who, `row ${i} of x must be an array of ${features} numbers`, row);
    if (row.length !== features)
      refuse(who, `row ${i} of x must hold ${features} numbers, as row 0 does`, row.length);
    for (let j = 0; j < features; j++) {
      const value = row[j];
      // A string or null would become a number without a word.
      values[i * features + j] = typeof value === "number" ? value : Number.NaN;
      if (typeof value !== "number")
        refuse(who, `x must be numbers, at row ${i}, column ${j}`, value);
    }
  }
  return { values, n, features };
}

function finite(who: string, matrix: Matrix): Matrix {
  const { values, n, features } = matrix;
  if (n < 1) refuse(who, "x must hold at least one row", n);
  if (features < 1) refuse(who, "x must hold at least one column", features);
  if (values.length !== n * features)
    refuse(who, `x must hold ${n} × ${features} values`, values.length);
  // 0 · v is 0 for a finite v and NaN for any other, so one sum tells whether to look closer.
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += 0 * values[i];
  if (sum === 0) return matrix;
  const i = values.findIndex((v) => !Number.isFinite(v));
  return refuse(
    who,
    `x must be finite, at row ${Math.floor(i / features)}, column ${i % features}`,
    values[i],
  );
}

/** `x` as rows with the number of features that a model was fitted on. */
export function toMatrixOf(who: string, x: Examples, features: number): Matrix | SparseRows {
  const matrix = toMatrix(who, x);
  if (matrix.features !== features)
    refuse(who, `x must have ${show(features)} features, as in fit`, matrix.features);
  return matrix;
}
