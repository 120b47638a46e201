/**
 * Linear classifiers with scikit-learn's options, in float64.
 * @module batchwise/linear
 */

export type { Examples } from "./inputs/examples.js";
export { type Frame, fromFrame } from "./inputs/frame.js";
export type { Label, Labels } from "./inputs/labels.js";
export type { NumberArray, Shaped } from "./inputs/matrix.js";
export { sparseFromRows } from "./inputs/sparseFromRows.js";
export type { SparseMatrix } from "./inputs/sparseMatrix.js";
export type { ClassWeight, SampleWeight } from "./inputs/weights.js";
export type { LogisticFitOptions } from "./logisticEstimator.js";
export type {
  LogisticRegressionOptions,
  LogisticSolver,
  ResolvedLogisticOptions,
} from "./logisticOptions.js";
export { LogisticRegression } from "./logisticRegression.js";
export {
  MiniBatchLogisticRegression,
  type MiniBatchLogisticRegressionOptions,
  type ResolvedMiniBatchOptions,
} from "./miniBatchLogisticRegression.js";
export type { FitResult, StopReason, TracePoint } from "./result.js";
export {
  SGDClassifier,
  type SgdFitOptions,
  type SgdPartialFitOptions,
  type SgdResult,
} from "./sgdClassifier.js";
export type { ResolvedSgdOptions, SGDClassifierOptions } from "./sgdOptions.js";
