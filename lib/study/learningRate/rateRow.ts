import type { StudyRow } from "../../experiment/runTrials.js";

/** A run at one point of a map: a learning rate and a batch size. */
export type RateRow = Pick<
  StudyRow,
  "seed" | "config" | "batchSize" | "batchRows" | "learningRate" | "validLoss"
> &
  Partial<Pick<StudyRow, "overlap">>;
