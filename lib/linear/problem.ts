import type { Matrix } from "./inputs/matrix.js";
import { isSparse, type SparseRows } from "./inputs/sparseMatrix.js";

/** A logistic regression to be solved. */
export interface LogisticProblem {
  readonly x: Matrix | SparseRows;
  /** (n,), class ids 0 … K − 1. */
  readonly y: Float64Array;
  /** (n,), sample weights ≥ 0. */
  readonly weights: Float64Array;
  /** Raw predictions per example: 1 for two classes, else K. */
  readonly outputs: number;
  readonly fitIntercept: boolean;
  /** Strength of ½‖w‖² against the mean loss: 1/(C·Σs). */
  readonly l2: number;
  /** Strength of ‖w‖₁ against the mean loss. Default 0. */
  readonly l1?: number;
}

/** The rows of a problem for a solver that reads whole ones; sparse rows have been refused before. */
export function denseRows({ x }: LogisticProblem): Matrix {
  if (isSparse(x)) throw new TypeError("linear: sparse rows in a solver that takes dense ones");
  return x;
}
