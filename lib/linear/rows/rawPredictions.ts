import type { Matrix } from "../inputs/matrix.js";
import { isSparse, type SparseRows } from "../inputs/sparseMatrix.js";
import { blockRows } from "../kernel/window.js";
import { allocate } from "../kernel/workspace.js";

/** (n, outputs) x·coefᵀ + intercept. */
export function rawPredictions(
  x: Matrix | SparseRows,
  coef: Float64Array,
  intercept: Float64Array,
): Float64Array {
  return isSparse(x) ? sparsePredictions(x, coef, intercept) : densePredictions(x, coef, intercept);
}

function densePredictions(x: Matrix, coef: Float64Array, intercept: Float64Array): Float64Array {
  const outputs = intercept.length;
  const rows = blockRows(x);
  const { kernels, at, view } = allocate({
    x: rows * x.features,
    w: coef.length,
    b: outputs,
    raw: rows * outputs,
  });
  view.w.set(coef);
  view.b.set(intercept);
  const result = new Float64Array(x.n * outputs);
  for (let start = 0; start < x.n; start += rows) {
    const count = Math.min(rows, x.n - start);
    view.x.set(x.values.subarray(start * x.features, (start + count) * x.features));
    kernels.forward(at.x, count, x.features, at.w, at.b, outputs, at.raw);
    result.set(view.raw.subarray(0, count * outputs), start * outputs);
  }
  return result;
}

/** Reads the coefficients that it needs where they are, so that a few rows cost no copy of all of them. */
function sparsePredictions(
  { n, features, values, indices, indptr }: SparseRows,
  coef: Float64Array,
  intercept: Float64Array,
): Float64Array {
  const outputs = intercept.length;
  const result = new Float64Array(n * outputs);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < outputs; k++) {
      let raw = intercept[k];
      for (let p = indptr[i]; p < indptr[i + 1]; p++)
        raw += values[p] * coef[k * features + indices[p]];
      result[i * outputs + k] = raw;
    }
  return result;
}
