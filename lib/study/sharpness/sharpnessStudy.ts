import type { Dataset } from "../../data/dataset.js";
import type { Candidate } from "../../experiment/candidate.js";
import { pairedTrials } from "../../experiment/pairedTrials.js";
import type { RunOf } from "../../experiment/survey.js";
import type { SharpnessRow } from "./sharpnessRows.js";
import { type SharpnessOptions, sharpnessTrials } from "./sharpnessTrials.js";

/** The seeds, and the training losses at which sharpness is measured, and how. */
export interface SharpnessStudyOptions extends SharpnessOptions {
  /** Every candidate runs with each, which also divides the data anew. */
  readonly seeds: readonly number[];
}

/**
 * Trains every candidate with every seed until its training loss is at most each of `losses`, and measures how
 * sharp the loss is there: a row for each run and each loss that it reached. Runs go to threads.
 */
export async function sharpnessStudy<C extends Candidate>(
  data: Dataset,
  candidates: readonly C[],
  { seeds, ...options }: SharpnessStudyOptions,
): Promise<RunOf<C, SharpnessRow>[]> {
  const trials = pairedTrials(candidates, seeds);
  const rows = await sharpnessTrials("sharpnessStudy", data, trials, options);
  // The candidate's columns, but for those that the row has.
  return rows.flatMap((own, i) =>
    own.map((row) => ({ ...trials[i], ...row }) as RunOf<C, SharpnessRow>),
  );
}
