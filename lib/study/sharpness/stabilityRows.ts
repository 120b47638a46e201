import type { BatchSize } from "../../data/batches.js";
import type { Dataset } from "../../data/dataset.js";
import { overlapBetween, type PreparationName, splitsOf } from "../../experiment/preparation.js";
import type { StudyTrial } from "../../experiment/runTrials.js";
import { edgeOfStability, type StabilityRow } from "../../nn/analysis/edgeOfStability.js";
import { Rng } from "../../random.js";

/** The top Hessian eigenvalue λ of a trial at one evaluation. */
export interface StabilityStudyRow extends StabilityRow {
  readonly seed: number;
  readonly batchSize: BatchSize;
  readonly learningRate: number;
  /** As in `StudyRow`. */
  readonly overlap: number;
}

/** What the rows of one trial depend on. */
export interface StabilityTask {
  readonly trial: StudyTrial;
  readonly prepare: PreparationName;
}

/** The rows of one trial. */
export async function stabilityRows(
  data: Dataset,
  { trial: { seed, config, trainExamples }, prepare }: StabilityTask,
): Promise<StabilityStudyRow[]> {
  const splits = splitsOf(data, prepare, seed, trainExamples);
  const { train, valid } = splits;
  const rng = Rng.fromSeed(seed).fork("stability");
  const rows = await edgeOfStability({ train, valid }, config, { rng, engine: "wasm" });
  const { batchSize, optimizer } = config;
  const { learningRate } = optimizer;
  const overlap = overlapBetween(prepare, splits);
  return rows.map((row) => ({ seed, batchSize, learningRate, overlap, ...row }));
}
