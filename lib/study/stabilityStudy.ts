import type { BatchSize } from "../data/batches.js";
import type { Dataset } from "../data/dataset.js";
import { edgeOfStability, type StabilityRow } from "../nn/analysis/edgeOfStability.js";
import { Rng } from "../random.js";
import { studyTasks } from "./studyTasks.js";
import {
  checkTrials,
  type Inputs,
  type StudyTrial,
  splitsOf,
  type TrialOptions,
} from "./trials.js";

/** The top Hessian eigenvalue λ of a trial at one evaluation. */
export interface StabilityStudyRow extends StabilityRow {
  readonly split: number;
  readonly batchSize: BatchSize;
  readonly learningRate: number;
}

export interface StabilityStudyOptions extends Pick<TrialOptions, "journal" | "onProgress"> {
  /** Default "centred". */
  readonly inputs?: Inputs;
}

/** What the rows of one trial depend on. */
export interface StabilityTask {
  readonly trial: StudyTrial;
  readonly inputs: Inputs;
}

/** Follows the top Hessian eigenvalue of every trial in the course of its training by SGD; trials go to threads. */
export async function stabilityStudy(
  data: Dataset,
  trials: readonly StudyTrial[],
  { inputs = "centred", ...options }: StabilityStudyOptions = {},
): Promise<StabilityStudyRow[]> {
  checkTrials("stabilityStudy", data, trials);
  const tasks = trials.map((trial): StabilityTask => ({ trial, inputs }));
  return (await studyTasks("stability", data, tasks, options)).flat();
}

/** The rows of one trial. */
export async function stabilityRows(
  data: Dataset,
  { trial: { split, config }, inputs }: StabilityTask,
): Promise<StabilityStudyRow[]> {
  const { train, valid } = splitsOf(data, split, inputs);
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
