import { positiveNumber } from "../../check.js";
import type { Dataset } from "../../data/dataset.js";
import { plainPreparation } from "../../experiment/plainPreparation.js";
import type { Preparation } from "../../experiment/preparation.js";
import { checkTrials, type StudyTrial, type TrialOptions } from "../../experiment/runTrials.js";
import type { RunOf } from "../../experiment/survey.js";
import type { SharpnessRow, SharpnessTask } from "./sharpnessRows.js";
import { sharpnessTasks } from "./sharpnessTasks.js";

/** The training losses at which sharpness is measured, and how. */
export interface SharpnessStudyOptions extends Pick<TrialOptions, "readTest" | "onProgress"> {
  /** Training losses at which to measure. */
  readonly losses: readonly number[];
  /** How the parts of the data are prepared: by name, or as one of `tasks`. Default "centred". */
  readonly prepare?: Preparation;
}

/**
 * Trains every trial until its training loss is at most each of `losses`, and measures how sharp the loss is there:
 * a row for each trial and each loss that it reached, with the columns of the trial besides its own. Trials may be
 * rows of `compareTuned`, each with the rate of its repeat. Runs go to threads.
 */
export async function sharpnessStudy<C extends StudyTrial>(
  data: Dataset,
  trials: readonly C[],
  { losses, readTest = false, prepare = "centred", ...options }: SharpnessStudyOptions,
): Promise<RunOf<C, SharpnessRow>[]> {
  for (const loss of losses) positiveNumber("sharpnessStudy", "each of losses", loss);
  const plain = plainPreparation("sharpnessStudy", prepare);
  // That of a task may change the number of examples; its configs are checked with its data.
  if (typeof plain === "string") checkTrials("sharpnessStudy", data, trials);
  const tasks = trials.map(({ seed, config, trainExamples }): SharpnessTask => {
    const trial = { seed, config, ...(trainExamples !== undefined && { trainExamples }) };
    return { trial, losses, readTest, prepare: plain };
  });
  const rows = await sharpnessTasks("sharpness", data, tasks, options);
  return rows.flatMap((own, i) =>
    own.map((row) => ({ ...trials[i], ...row }) as RunOf<C, SharpnessRow>),
  );
}
