import type { BatchSize } from "../../data/batches.js";
import type { Dataset } from "../../data/dataset.js";
import { edgeOfStability, type StabilityRow } from "../../nn/analysis/edgeOfStability.js";
import { Rng } from "../../random.js";
import { type PreparationName, splitsOf } from "../../experiment/preparation.js";
import { studyTasks } from "../../experiment/onThreads.js";
import { checkTrials, type StudyTrial, type TrialOptions } from "../../experiment/runTrials.js";

/** The top Hessian eigenvalue λ of a trial at one evaluation. */
export interface StabilityStudyRow extends StabilityRow {
  readonly split: number;
  readonly batchSize: BatchSize;
  readonly learningRate: number;
}

export interface StabilityStudyOptions extends Pick<TrialOptions, "onProgress"> {
  /** How the parts of the data are prepared. Default "centred". */
  readonly prepare?: PreparationName;
}

/** What the rows of one trial depend on. */
export interface StabilityTask {
  readonly trial: StudyTrial;
  readonly prepare: PreparationName;
}

/** Follows the top Hessian eigenvalue of every trial in the course of its training by SGD; trials go to threads. */
export async function stabilityStudy(
  data: Dataset,
  trials: readonly StudyTrial[],
  { prepare = "centred", ...options }: StabilityStudyOptions = {},
): Promise<StabilityStudyRow[]> {
  checkTrials("stabilityStudy", data, trials);
  const tasks = trials.map((trial): StabilityTask => ({ trial, prepare }));
  return (await studyTasks("stability", data, tasks, options)).flat();
}

/** The rows of one trial. */
export async function stabilityRows(
  data: Dataset,
  { trial: { split, config, trainExamples }, prepare }: StabilityTask,
): Promise<StabilityStudyRow[]> {
  const { train, valid } = splitsOf(data, prepare, split, trainExamples);
  const rng = Rng.fromSeed(split).fork("stability");
  const rows = await edgeOfStability({ train, valid }, config, { rng, engine: "wasm" });
  const { batchSize, optimizer } = config;
  return rows.map((row) => ({ split, batchSize, learningRate: optimizer.learningRate, ...row }));
}

/** The rows as a line for each rate, and for each rate its limit 2/η as a line of the same eigenvalue column. */
export function withLimits(
  rows: readonly StabilityStudyRow[],
): (StabilityStudyRow & { readonly line: string })[] {
  return rows.flatMap((row) => {
    const { learningRate: rate } = row;
    return [
      { ...row, line: `λ, η = ${rate}` },
      { ...row, line: `2/η, η = ${rate}`, eigenvalue: 2 / rate },
    ];
  });
}
