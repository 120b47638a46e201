import type { Matrix } from "../inputs/matrix.js";
import { isSparse, type SparseRows } from "../inputs/sparseMatrix.js";

/** Weighted means of columns, and their mean squares about them. */
export interface ColumnMoments {
  /** (features,). */
  readonly mean: Float64Array;
  /** (features,). */
  readonly spread: Float64Array;
}

/**
 * The moments of each column.
 * @param weights (n,) weights of the rows
 * @param centred whether about the mean; else about 0, and the means are 0
 */
export function columnMoments(
  x: Matrix | SparseRows,
  weights: Float64Array,
  centred: boolean,
): ColumnMoments {
  const total = weights.reduce((sum, s) => sum + s, 0);
  return isSparse(x)
    ? sparseMoments(x, weights, total, centred)
    : denseMoments(x, weights, total, centred);
}

function denseMoments(
  { n, features, values }: Matrix,
  weights: Float64Array,
  total: number,
  centred: boolean,
): ColumnMoments {
  const mean = new Float64Array(features);
  if (centred)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < features; j++) mean[j] += (weights[i] / total) * values[i * features + j];
  const spread = new Float64Array(features);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < features; j++)
      spread[j] += (weights[i] / total) * (values[i * features + j] - mean[j]) ** 2;
  return { mean, spread };
}

function sparseMoments(
  { n, features, values, indices, indptr }: SparseRows,
  weights: Float64Array,
  total: number,
  centred: boolean,
): ColumnMoments {
  const mean = new Float64Array(features);
  if (centred)
    for (let i = 0; i < n; i++)
      for (let p = indptr[i]; p < indptr[i + 1]; p++)
        mean[indices[p]] += (weights[i] / total) * values[p];
  const spread = new Float64Array(features);
  // The share of the rows that have a value in a column; all others have 0 there.
  const given = new Float64Array(features);
  for (let i = 0; i < n; i++)
    for (let p = indptr[i]; p < indptr[i + 1]; p++) {
      const column = indices[p];
      given[column] += weights[i] / total;
      spread[column] += (weights[i] / total) * (values[p] - mean[column]) ** 2;
    }
  for (let j = 0; j < features; j++) spread[j] += Math.max(0, 1 - given[j]) * mean[j] ** 2;
  return { mean, spread };
}
