import { refuse } from "../../check.js";
import type { Matrix } from "./matrix.js";

/**
 * Examples of which most values are 0, as compressed sparse rows (CSR): only the others are kept, row after row.
 * The fields are those of SciPy's `csr_matrix`, whose `data` is `values` here. A row's columns may come in any
 * order; values of the same place are added up, as SciPy does. `sparseFromRows` makes one.
 */
export interface SparseMatrix {
  /** (nonzeros,), row by row. */
  readonly values: Float64Array | Float32Array;
  /** (nonzeros,), the column of each value, from 0. */
  readonly indices: Int32Array;
  /** (n + 1,), where the rows begin among the values; the last is where they end. */
  readonly indptr: Int32Array;
  /** `[n, features]`. */
  readonly shape: readonly number[];
}

/** Sparse examples as the solvers take them: finite numbers, no place given twice. */
export interface SparseRows extends Pick<SparseMatrix, "values" | "indices" | "indptr"> {
  readonly n: number;
  readonly features: number;
}

/** Whether `x` is meant as a {@link SparseMatrix}; it is still to be checked. */
export function isSparseMatrix(x: unknown): x is SparseMatrix {
  return typeof x === "object" && x !== null && "indptr" in x;
}

/** Tells sparse rows from dense ones. */
export function isSparse(x: Matrix | SparseRows): x is SparseRows {
  return x.indptr !== undefined;
}

/** `x` as rows for the solvers, used where it lies unless a place is given twice; else an error that says where. */
export function toSparseRows(who: string, x: SparseMatrix): SparseRows {
  const { values, indices, indptr, shape } = x;
  if (!(values instanceof Float64Array || values instanceof Float32Array))
    refuse(who, "values of a sparse x must be a Float64Array or a Float32Array", values);
  if (!(indices instanceof Int32Array))
    refuse(who, "indices of a sparse x must be an Int32Array, the column of each value", indices);
  if (!(indptr instanceof Int32Array))
    refuse(who, "indptr of a sparse x must be an Int32Array, where each row begins", indptr);
  if (!Array.isArray(shape) || shape.length !== 2 || !shape.every((d) => Number.isSafeInteger(d)))
    refuse(who, "shape of a sparse x must be [n, features]", shape);
  const [n, features]: readonly number[] = shape;
  if (n < 1) refuse(who, "x must hold at least one row", n);
  if (features < 1) refuse(who, "x must hold at least one column", features);
  checkLengths(who, x, n);
  const rows = { values, indices, indptr, n, features };
  return checkEntries(who, rows) ? addRepeated(who, rows) : rows;
}

function checkLengths(who: string, { values, indices, indptr }: SparseMatrix, n: number): void {
  const count = values.length;
  if (indices.length !== count)
    refuse(who, `indices must hold a column for each of the ${count} values`, indices.length);
  if (indptr.length !== n + 1)
    refuse(who, `indptr must hold n + 1 = ${n + 1} numbers for the n of shape`, indptr.length);
  if (indptr[0] !== 0) refuse(who, "indptr must begin with 0", indptr[0]);
  for (let i = 0; i < n; i++)
    if (indptr[i + 1] < indptr[i])
      refuse(who, `indptr must not fall, at row ${i} from ${indptr[i]}`, indptr[i + 1]);
  if (indptr[n] !== count)
    refuse(who, `indptr must end with the number of values, ${count}`, indptr[n]);
}

/** Whether some place is given twice; fails on columns that there are not and on values that are not finite. */
function checkEntries(who: string, { values, indices, indptr, n, features }: SparseRows): boolean {
  // The row, from 1, that a column was last met in.
  const met = new Int32Array(features);
  let repeated = false;
  for (let i = 0; i < n; i++)
    for (let p = indptr[i]; p < indptr[i + 1]; p++) {
      const column = indices[p];
      if (column < 0 || column >= features)
        refuse(who, `indices must be columns from 0 to ${features - 1}, at row ${i}`, column);
      if (!Number.isFinite(values[p]))
        refuse(who, `x must be finite, at row ${i}, column ${column}`, values[p]);
      if (met[column] === i + 1) repeated = true;
      met[column] = i + 1;
    }
  return repeated;
}

/** A copy in which values of the same place are one, their sum. */
function addRepeated(
  who: string,
  { values, indices, indptr, n, features }: SparseRows,
): SparseRows {
  const sums = new Float64Array(values.length);
  const columns = new Int32Array(values.length);
  const begins = new Int32Array(n + 1);
  // Where a column's value went, plus 1; it counts if that is within the present row.
  const places = new Int32Array(features);
  let end = 0;
  for (let i = 0; i < n; i++) {
    for (let p = indptr[i]; p < indptr[i + 1]; p++) {
      const column = indices[p];
      if (places[column] <= begins[i]) {
        columns[end] = column;
        places[column] = ++end;
      }
      const at = places[column] - 1;
      sums[at] += values[p];
      if (!Number.isFinite(sums[at]))
        refuse(who, `x must be finite, at row ${i}, column ${column} in sum`, sums[at]);
    }
    begins[i + 1] = end;
  }
  return {
    values: sums.subarray(0, end),
    indices: columns.subarray(0, end),
    indptr: begins,
    n,
    features,
  };
}
