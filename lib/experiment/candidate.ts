import type { TrainConfig } from "../nn/config/config.js";

/** A way to train; whatever other columns it has go with it into the rows of its runs. */
export interface Candidate {
  /** Its learning rate is where a tuning starts. Its seed is replaced by each seed of the runs. */
  readonly config: TrainConfig;
  /** Train on so many of the training examples: the first, so fewer are contained in more. Default all. */
  readonly trainExamples?: number;
}
