import type { LogisticProblem } from "./problem.js";
import { columnMoments } from "./rows/columnMoments.js";

/** Writes an approximate inverse of a Hessian times a vector. */
export type Preconditioner = (vector: Float64Array, out: Float64Array) => void;

/**
 * T·Tᵀ, where T takes the parameters of a model on standardised columns to those of the same model on the
 * columns as they are. With it conjugate gradients go as if the columns were standardised, while the
 * penalty stays where it was: a column that it holds more than its spread does counts by the penalty.
 */
export function standardisingPreconditioner({
  x,
  weights,
  outputs,
  fitIntercept,
  l2,
}: LogisticProblem): Preconditioner {
  const { features } = x;
  // Without an intercept nothing can make up for a shift, so columns keep their offset.
  const { mean, spread } = columnMoments(x, weights, fitIntercept);
  // The loss is curved by at most ¼ of the spread.
  const inverse = spread.map((v) => 1 / (v + 4 * l2 || 1));
  return (vector, out) => {
    for (let k = 0; k < outputs; k++) {
      const intercept = outputs * features + k;
      const pull = fitIntercept ? vector[intercept] : 0;
      let shift = 0;
      for (let j = 0, at = k * features; j < features; j++, at++) {
        out[at] = (vector[at] - mean[j] * pull) * inverse[j];
        shift += mean[j] * out[at];
      }
      if (fitIntercept) out[intercept] = pull - shift;
    }
  };
}
