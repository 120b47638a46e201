import type { AugmentSpec } from "../../augment/spec.js";
import type { BatchSize } from "../../data/batches.js";
import type { Dataset } from "../../data/dataset.js";
import type { LossSpec, ModelSpec, OptimizerSpec, Schedule, Span } from "./spec.js";

/** One seed for everything, or one for each of the independent streams of random numbers. */
export type Seed =
  | number
  | {
      readonly init: number;
      readonly order: number;
      readonly dropout: number;
      /** Default that of `order`. */
      readonly augment?: number;
    };

/** Ends a run whose validation loss no longer falls. */
export interface EarlyStopping {
  /** Evaluations in a row without a better validation loss after which the run ends. */
  readonly patience: number;
  /** A loss is better if it is lower by more than this. Default 0. */
  readonly minDelta?: number;
  /** Whether the run's model is that of the best evaluation, not of the last. Default true. */
  readonly restoreBest?: boolean;
}

/** Everything that determines a run on given data, as plain JSON. */
export interface TrainConfig {
  /** The architecture; input and classes come from the data. */
  readonly model: ModelSpec;
  /** Default cross-entropy, or the mean squared error where the data have a real target. */
  readonly loss?: LossSpec;
  /** The update rule and its learning rate. */
  readonly optimizer: OptimizerSpec;
  /** Examples a step; more than there are means all of them. */
  readonly batchSize: BatchSize;
  /** How long the run trains, unless it ends early. */
  readonly budget: Span;
  /** Decides the initial weights, the order of the examples and all else that is drawn. */
  readonly seed: Seed;
  /**
   * Changes the images of each training batch at random, anew in every step; `train` and `valid` are evaluated
   * as they are. Where the data were standardised, the original pixels are augmented. Default none.
   */
  readonly augmentation?: AugmentSpec;
  /** Default constant. */
  readonly schedule?: Schedule;
  /** The rate rises linearly to its full value over this long (Goyal et al. 2017). Default none. */
  readonly warmup?: Span;
  /** Adds l1 · Σ|w| over the weights, not the biases, to the loss. Default 0. */
  readonly l1?: number;
  /** Adds ½ l2 · Σw² over the weights, not the biases, to the loss. Default 0. */
  readonly l2?: number;
  /** Decoupled decay: a step first shrinks every parameter by learningRate · weightDecay. Default 0. */
  readonly weightDecay?: number;
  /** A gradient with a larger Euclidean norm is scaled down to this one. Default none. */
  readonly clipNorm?: number;
  /** Distance between evaluations. Default one epoch. */
  readonly evaluateEvery?: Span;
  /** Default none: the whole budget is spent. */
  readonly earlyStopping?: EarlyStopping;
}

/** The loss of a config on data. */
export function lossOf(
  { loss }: Pick<TrainConfig, "loss">,
  { target }: Pick<Dataset, "target">,
): LossSpec {
  return loss ?? { kind: target ? "meanSquaredError" : "crossEntropy" };
}
