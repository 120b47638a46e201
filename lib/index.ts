export { ArgumentError } from "./check.js";
export { type BatchSize, batches, resolveBatchSize } from "./data/batches.js";
export { DataError } from "./data/dataError.js";
export { checkDataset, type Dataset, featuresOf, type Splits, take } from "./data/dataset.js";
export { loadDigits } from "./data/digits.js";
export { type IdxArray, parseIdx } from "./data/idx.js";
export { type SplitOptions, split } from "./data/split.js";
export { type Frame, fromFrame } from "./linear/inputs/frame.js";
export type { Label, Labels } from "./linear/inputs/labels.js";
export type { Examples, Shaped } from "./linear/inputs/matrix.js";
export type { ClassWeight, SampleWeight } from "./linear/inputs/weights.js";
export type { LogisticFitOptions } from "./linear/logisticEstimator.js";
export type { LogisticRegressionOptions, LogisticSolver } from "./linear/logisticOptions.js";
export { LogisticRegression } from "./linear/logisticRegression.js";
export {
  MiniBatchLogisticRegression,
  type MiniBatchLogisticRegressionOptions,
} from "./linear/miniBatchLogisticRegression.js";
export type { FitResult, StopReason, TracePoint } from "./linear/result.js";
export {
  SGDClassifier,
  type SgdFitOptions,
  type SgdPartialFitOptions,
  type SgdResult,
} from "./linear/sgdClassifier.js";
export type { SGDClassifierOptions } from "./linear/sgdOptions.js";
export { Rng } from "./random.js";
