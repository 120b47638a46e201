import { positiveNumber } from "../../check.js";
import type { Dataset } from "../../data/dataset.js";
import type { PreparationName } from "../../experiment/preparation.js";
import { checkTrials, type StudyTrial, type TrialOptions } from "../../experiment/runTrials.js";
import type { SharpnessRow, SharpnessTask } from "./sharpnessRows.js";
import { sharpnessTasks } from "./sharpnessTasks.js";

export interface SharpnessOptions extends Pick<TrialOptions, "readTest" | "onProgress"> {
  /** Training losses at which to measure. */
  readonly losses: readonly number[];
  /** How the parts of the data are prepared. Default "centred". */
  readonly prepare?: PreparationName;
}

/** The rows of each trial, in order, as of `sharpnessStudy`. */
export async function sharpnessTrials(
  who: string,
  data: Dataset,
  trials: readonly StudyTrial[],
  { losses, readTest = false, prepare = "centred", ...options }: SharpnessOptions,
): Promise<SharpnessRow[][]> {
  for (const loss of losses) positiveNumber(who, "each of losses", loss);
  checkTrials(who, data, trials);
  const tasks = trials.map(({ seed, config, trainExamples }): SharpnessTask => {
    const trial = { seed, config, ...(trainExamples !== undefined && { trainExamples }) };
    return { trial, losses, readTest, prepare };
  });
  return await sharpnessTasks("sharpness", data, tasks, options);
}
