import type { TrainConfig } from "../config/config.js";
import type { TrainedModel } from "../model/trainedModel.js";

/** The state of a run at one evaluation. Losses are means per example, of the config's loss without smoothing and penalties. */
export interface HistoryRow {
  /** Passes over the training data so far, with fraction. */
  readonly epoch: number;
  /** Updates so far. */
  readonly step: number;
  /** Training examples seen so far, repetitions included. */
  readonly examples: number;
  /** Time spent in training steps so far, without evaluation. */
  readonly seconds: number;
  /** Rate of the last step; in row 0 of the first. */
  readonly learningRate: number;
  /** Over all of `train`, without dropout. */
  readonly trainLoss: number;
  /** Share, 0 to 1; NaN where the target is real. */
  readonly trainAccuracy: number;
  /** Over all of `valid`. */
  readonly validLoss: number;
  /** As `trainAccuracy`. */
  readonly validAccuracy: number;
  /** Euclidean norm of the last step's gradient with penalties, before clipping; in row 0 of the first step's. Null if there was no step. */
  readonly gradientNorm: number | null;
}

/** Why a run ended: its budget was spent, validation stopped improving, the loss became infinite or NaN, or the caller stopped it. */
export type Stopped = "budget" | "earlyStopping" | "diverged" | "aborted";

/** What the training loop leaves: a run without its model. */
export interface Outcome {
  /** One row per evaluation; row 0 is before training. All losses are finite. */
  readonly history: readonly HistoryRow[];
  readonly stopped: Stopped;
  /** The step, counted from 1, whose loss or gradient was not finite. It changed nothing. */
  readonly divergedAt?: number;
  /** Examples a step, as resolved at the start. */
  readonly batchSize: number;
  /** Time spent in training steps. */
  readonly seconds: number;
  /** Things a reader should know, such as a batch size larger than the data. */
  readonly notes: readonly string[];
}

/** A finished run: a result, even where it diverged or was stopped. */
export interface Run extends Outcome {
  /** As it was given. */
  readonly config: TrainConfig;
  /** The model at the end; after divergence that of the last row; with early stopping that of the best row. */
  readonly model: TrainedModel;
}

/** How far a run is. */
export interface Progress {
  /** Updates so far. */
  readonly step: number;
  /** Passes over the training data so far, with fraction. */
  readonly epoch: number;
  /** Share of the budget spent, 0 to 1. */
  readonly share: number;
  /** Loss of the last step's batch. */
  readonly batchLoss: number;
  /** The last evaluation. */
  readonly row: HistoryRow;
}
