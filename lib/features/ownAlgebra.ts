import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { Algebra } from "../wasm/algebra.js";

/** Rows of a that a pass over b serves: their sums fit the registers. */
const TILE = 4;
/** Below this share of its length a row is what rounding left of it. */
const DEPENDENT = 1e-12;

/** For machines without OpenBLAS: the same in plain loops, some ten times slower. */
export const ownAlgebra: Algebra = {
  multiply: ({ m, n, k, transposeB, beta, strides: [lda, ldb, ldc] }, a, b, c) => {
    const second = transposeB ? b : transposed(b, k, n, ldb);
    const stride = transposeB ? ldb : k;
    for (let i = 0; i < m; i++) {
      const row = c.subarray(i * ldc, i * ldc + n);
      if (beta !== 1) for (let j = 0; j < n; j++) row[j] = beta === 0 ? 0 : beta * row[j];
      const left = a.subarray(i * lda, i * lda + k);
      for (let j = 0; j < n; j += TILE)
        addDots(left, second, j, Math.min(n - j, TILE), stride, row);
    }
  },
  addGram: ({ rows, columns, of }, a, c) => {
    const [n, k] = of === "rows" ? [rows, columns] : [columns, rows];
    const lines = of === "rows" ? a : transposed(a, rows, columns, columns);
    for (let i = 0; i < n; i++) {
      const row = c.subarray(i * n, (i + 1) * n);
      const left = lines.subarray(i * k, (i + 1) * k);
      for (let j = i; j < n; j += TILE) addDots(left, lines, j, Math.min(n - j, TILE), k, row);
    }
  },
  largestEigen: (matrix, n, count) => {
    const whole = Matrix.zeros(n, n);
    for (let i = 0; i < n; i++)
      for (let j = i; j < n; j++) {
        whole.set(i, j, matrix[i * n + j]);
        whole.set(j, i, matrix[i * n + j]);
      }
    const found = new EigenvalueDecomposition(whole, { assumeSymmetric: true });
    const values = Float64Array.from(found.realEigenvalues).reverse().slice(0, count);
    const vectors = new Float64Array(count * n);
    for (let c = 0; c < count; c++)
      vectors.set(found.eigenvectorMatrix.getColumn(n - 1 - c), c * n);
    return { values, vectors };
  },
  orthonormalise: (a, rows, columns) => {
    for (let i = 0; i < rows; i++) {
      const row = a.subarray(i * columns, (i + 1) * columns);
      const before = lengthOf(row);
      // Gram and Schmidt's method, twice, since once leaves rounding times the condition (Giraud et al. 2005).
      for (let pass = 0; pass < 2; pass++)
        for (let j = 0; j < i; j++) {
          const other = a.subarray(j * columns, (j + 1) * columns);
          let share = 0;
          for (let t = 0; t < columns; t++) share += row[t] * other[t];
          for (let t = 0; t < columns; t++) row[t] -= share * other[t];
        }
      const length = lengthOf(row);
      const scale = length > DEPENDENT * before ? 1 / length : 0;
      for (let t = 0; t < columns; t++) row[t] *= scale;
    }
  },
};

function lengthOf(row: Float64Array): number {
  let squares = 0;
  for (let t = 0; t < row.length; t++) squares += row[t] * row[t];
  return Math.sqrt(squares);
}

function transposed(a: Float64Array, rows: number, columns: number, stride: number): Float64Array {
  const result = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) result[j * rows + i] = a[i * stride + j];
  return result;
}

/** Adds to `into`, from `first` on, the inner products of `left` with up to four rows of b from there on. */
function addDots(
  left: Float64Array,
  b: Float64Array,
  first: number,
  count: number,
  stride: number,
  into: Float64Array,
): void {
  const k = left.length;
  const at = first * stride;
  if (count < TILE) {
    for (let j = 0; j < count; j++) {
      let sum = 0;
      for (let t = 0, from = at + j * stride; t < k; t++) sum += left[t] * b[from + t];
      into[first + j] += sum;
    }
    return;
  }
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  const [at1, at2, at3] = [at + stride, at + 2 * stride, at + 3 * stride];
  for (let t = 0; t < k; t++) {
    const value = left[t];
    s0 += value * b[at + t];
    s1 += value * b[at1 + t];
    s2 += value * b[at2 + t];
    s3 += value * b[at3 + t];
  }
  into[first] += s0;
  into[first + 1] += s1;
  into[first + 2] += s2;
  into[first + 3] += s3;
}
