import type { Matrix } from "../inputs/matrix.js";
import { isSparse, type SparseRows } from "../inputs/sparseMatrix.js";

/** Some rows of `x`, in the order of `rows`; a copy. */
export function selectRows(x: Matrix | SparseRows, rows: Int32Array): Matrix | SparseRows {
  return isSparse(x) ? selectSparse(x, rows) : selectDense(x, rows);
}

function selectDense(x: Matrix, rows: Int32Array): Matrix {
  const { features } = x;
  const values = new Float64Array(rows.length * features);
  rows.forEach((row, i) => {
    values.set(x.values.subarray(row * features, (row + 1) * features), i * features);
  });
  return { values, n: rows.length, features };
}

function selectSparse(x: SparseRows, rows: Int32Array): SparseRows {
  const indptr = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => {
    indptr[i + 1] = indptr[i] + x.indptr[row + 1] - x.indptr[row];
  });
  const values = new Float64Array(indptr[rows.length]);
  const indices = new Int32Array(values.length);
  rows.forEach((row, i) => {
    values.set(x.values.subarray(x.indptr[row], x.indptr[row + 1]), indptr[i]);
    indices.set(x.indices.subarray(x.indptr[row], x.indptr[row + 1]), indptr[i]);
  });
  return { values, indices, indptr, n: rows.length, features: x.features };
}
