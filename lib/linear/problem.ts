import type { Matrix } from "./inputs/matrix.js";

/** A logistic regression to be solved. */
export interface LogisticProblem {
  readonly x: Matrix;
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
