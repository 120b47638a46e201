import type { OnProgress } from "../progress.js";
import type { Measured, NoiseScale } from "./measured.js";
import type { SpeedRow } from "./plan/speedRow.js";
import type { Length, MetricName } from "./request.js";

/** A training that a stage asks for. */
export interface Asked {
  readonly batchSize: number;
  readonly learningRate: number;
  readonly seed: number;
  /** Updates. */
  readonly steps: number;
}

/**
 * What examples a training sees: `tuning` trains and validates, `comparing` tests on examples that it was not tuned
 * with, `sealed` tests on those that nothing before has seen. Each seed divides anew.
 */
export type Role = "tuning" | "comparing" | "sealed";

/** What a stage hears of a training. */
export interface Outcome {
  readonly batchSize: number;
  readonly learningRate: number;
  readonly seed: number;
  /** Of the weights of the best validation; infinite where the training diverged. */
  readonly validLoss: number;
  /** Points of the metric there. */
  readonly validMetric: number;
  /** Points of the metric on the test part; NaN while tuning. */
  readonly metric: number;
  /** Validation as the training went on. */
  readonly history: readonly { readonly step: number; readonly validLoss: number }[];
}

/** How trainings are kept, watched and ended. */
export interface Watch {
  readonly journal: string;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

/** Trains what the stages ask for: all they know of the model and the data. */
export interface Trainer {
  /** What a plan is for: plain JSON that tells this trainer's trainings from others, by name. */
  readonly identity: Readonly<Record<string, unknown>>;
  /** Training examples of a division. */
  readonly n: number;
  /** Whether the divisions are folds of a repeated cross-validation. */
  readonly few: boolean;
  readonly metric: MetricName;
  /** Validation loss of guessing. */
  readonly guessLoss: number;
  /** Validation examples of a division while tuning. */
  readonly validating: number;
  /** Test ÷ training examples of a division. */
  readonly overlap: number;
  /** Different examples that are tested over all divisions. */
  readonly tested: number;
  /** Whether there are sealed examples. */
  readonly sealed: boolean;
  /** Trainings at a time. */
  readonly threads: number;
  /** Seconds of the budget that were spent before the stages. */
  readonly spent?: number;
  /** What the gradient noise cannot be measured of, or nothing where it can. */
  readonly noiseless: string | undefined;
  /** Fails where nothing can be trained at this size. */
  check(batchSize: number): void;
  measure(signal: AbortSignal | undefined): Promise<Measured>;
  /** Expected wall clock of one training. */
  seconds(asked: Pick<Asked, "batchSize" | "steps">, speed: readonly SpeedRow[]): number;
  train(role: Role, asked: readonly Asked[], watch: Watch): Promise<Outcome[]>;
  /** The gradient noise at points of a training, down to its last step. */
  noise(asked: Asked, watch: Watch): Promise<NoiseScale | null>;
  /** The reader's program with an answer filled in, where there is one. */
  readonly command?: (answer: Pick<Asked, "batchSize" | "learningRate">) => string;
  /** What to look at where every rate diverged. */
  suspects(): string;
  /** What a reader should know of how this trainer trains, each a sentence; given the length of a training. */
  notes(length: Length): readonly string[];
}
