import { refuse } from "../check.js";
import { checkDataset, type Dataset, featuresOf } from "../data/dataset.js";

/** A way to change features that must first learn from training data: it has no `transform` until then. */
export interface Transform<F extends Fitted = Fitted> {
  /** Learns from the examples of one part of the data: pass `train`, never all. */
  fit(train: Dataset): F;
}

/** A transform that has learned. It is plain JSON but for its method; `refit(state)` gives it again. */
export interface Fitted {
  /** All that was learned, as plain JSON. */
  readonly state: FittedState;
  /** New examples, changed as the training data are. The data set given is left as it is. */
  transform(data: Dataset): Dataset;
}

/** Mean and scale of every feature on the training data. */
export interface StandardizeState {
  readonly kind: "standardize";
  /** (features,), subtracted first. */
  readonly mean: readonly number[];
  /** (features,), divided by; 1 where the training data are constant. */
  readonly scale: readonly number[];
}

/** The features that stay, and what all of them were judged by. */
export interface SelectState {
  readonly kind: "select";
  /** Number of features of the data before selection. */
  readonly features: number;
  /** Columns that stay, in ascending order. */
  readonly columns: readonly number[];
  /** (features,), what each column was judged by: its variance, or its information in nats. */
  readonly scores: readonly number[];
}

/** The principal directions of the training data and the variance along each. */
export interface PcaState {
  readonly kind: "pca";
  /** (features,) */
  readonly mean: readonly number[];
  /** (components, features): orthonormal directions, by falling variance. */
  readonly components: readonly (readonly number[])[];
  /** (components,): variance of the training data along each, with divisor n − 1. */
  readonly explainedVariance: readonly number[];
  /** (components,): the same as shares of the whole variance. */
  readonly explainedVarianceRatio: readonly number[];
  /** Whether each new feature is divided by its standard deviation. */
  readonly whiten: boolean;
}

/** What the steps of a pipeline learned, in their order. */
export interface PipelineState {
  readonly kind: "pipeline";
  readonly steps: readonly FittedState[];
}

/** What a transform learned, as plain JSON, told apart by `kind`. */
export type FittedState = StandardizeState | SelectState | PcaState | PipelineState;

/** Fails unless the data are sound and have as many features as those that were learned from. */
export function checkFeatures(who: string, data: Dataset, features: number): void {
  checkDataset(who, data, { target: true });
  if (featuresOf(data) !== features)
    refuse(who, `data must have ${features} features, as in fit`, featuresOf(data));
}

/** The data set with other features, (n, features). */
export function withFeatures(data: Dataset, x: Float32Array, features: number): Dataset {
  const { y, n, classes, target } = data;
  return { x, y, n, shape: [features], classes, ...(target && { target }) };
}
