import type { NamedWeights } from "../model/layers/layer.js";
import type { Metrics } from "../model/metrics.js";

/** What the training loop asks of a step. */
export interface StepRequest {
  /** Counted from 1. */
  readonly step: number;
  readonly learningRate: number;
  /** Whether the gradient norm is wanted. */
  readonly norm: boolean;
}

export interface StepResult {
  /** Mean over the batch, penalties left out. */
  readonly loss: number;
  /** Given if it was asked for or needed. */
  readonly gradientNorm: number | undefined;
  /** False if the loss or the gradient norm was not finite; then no parameter was updated. */
  readonly finite: boolean;
}

/** A model in training, as the training loop sees it. */
export interface Trainee {
  /** Bytes that it holds by now, data included, where its device counts them. */
  readonly bytes: number | undefined;
  /** One step on the given rows of `train`; without rows, on all of them. */
  step(rows: Int32Array | undefined, request: StepRequest): StepResult;
  /** Mean loss and accuracy on all of a part, without dropout, smoothing and penalties. */
  evaluate(part: "train" | "valid"): Metrics;
  /** The values of all arrays of the model. */
  weights(): Float32Array[];
  /** Such values with the arrays' names and shapes. */
  named(weights: readonly Float32Array[]): NamedWeights[];
  /** Gives the model such values. */
  restore(weights: readonly Float32Array[]): void;
  dispose(): void;
}
