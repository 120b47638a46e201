import { isSparse } from "../inputs/sparseMatrix.js";
import type { LogisticProblem } from "../problem.js";

/**
 * The largest squared length of an example, ‖x‖² times its weight's share of `freely`, if that is above 1;
 * the intercept counts as a feature of 1.
 * @param freely weight up to which an example counts once
 */
export function largestRow({ x, weights, fitIntercept }: LogisticProblem, freely: number): number {
  const { n, features, values } = x;
  const indptr = isSparse(x) ? x.indptr : undefined;
  let top = 0;
  for (let i = 0; i < n; i++) {
    const from = indptr?.[i] ?? i * features;
    const to = indptr?.[i + 1] ?? (i + 1) * features;
    let squares = fitIntercept ? 1 : 0;
    for (let p = from; p < to; p++) squares += values[p] * values[p];
    top = Math.max(top, squares * Math.max(1, weights[i] / freely));
  }
  return top;
}
