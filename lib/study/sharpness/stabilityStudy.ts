import type { Dataset } from "../../data/dataset.js";
import type { Candidate } from "../../experiment/candidate.js";
import { pairedTrials } from "../../experiment/pairedTrials.js";
import type { PreparationName } from "../../experiment/preparation.js";
import { checkTrials, type TrialOptions } from "../../experiment/runTrials.js";
import { sharpnessTasks } from "./sharpnessTasks.js";
import type { StabilityStudyRow, StabilityTask } from "./stabilityRows.js";

/** How the data are prepared for runs whose largest eigenvalue is followed. */
export interface StabilityStudyOptions extends Pick<TrialOptions, "onProgress"> {
  /** Every candidate runs with each, which also divides the data anew. */
  readonly seeds: readonly number[];
  /** How the parts of the data are prepared. Default "centred". */
  readonly prepare?: PreparationName;
}

/** Follows the top Hessian eigenvalue of every run in the course of its training by SGD; runs go to threads. */
export async function stabilityStudy(
  data: Dataset,
  candidates: readonly Candidate[],
  { seeds, prepare = "centred", ...options }: StabilityStudyOptions,
): Promise<StabilityStudyRow[]> {
  const trials = pairedTrials(candidates, seeds);
  checkTrials("stabilityStudy", data, trials);
  const tasks = trials.map((trial): StabilityTask => ({ trial, prepare }));
  return (await sharpnessTasks("stability", data, tasks, options)).flat();
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
