import type { Dataset } from "../data/dataset.js";
import type { Candidate } from "./candidate.js";
import { pairedTrials } from "./pairedTrials.js";
import { runTrials, type StudyRow, type StudyTrial, type TrialOptions } from "./runTrials.js";

/** The seeds on which every candidate runs. */
export interface SurveyOptions extends TrialOptions {
  /** Every candidate runs with each, which also divides the data anew: differences are paired by it. */
  readonly seeds: readonly number[];
}

/** A run with the columns of its candidate. */
export type RunOf<C, R = StudyRow> = Omit<C, keyof R | "tuning"> & R;

/**
 * Runs every candidate with every seed; unless asked to, it leaves the test part alone. Rows have the
 * candidate's columns and stand in the order of the candidates. A run that diverged has validation loss Infinity.
 * @example
 * ```ts
 * import { cross, loadDigits, survey } from "batchwise";
 *
 * const candidates = cross({
 *   model: { kind: "linear" }, optimizer: { kind: "sgd", learningRate: 0.1 },
 *   batchSize: 64, budget: { epochs: 2 }, seed: 0,
 * }, { learningRate: [0.01, 0.1] });
 * const rows = await survey(loadDigits(), candidates, { seeds: [0, 1] });
 * console.log(rows.map(({ learningRate, seed }) => [learningRate, seed]));
 * // [ [ 0.01, 0 ], [ 0.01, 1 ], [ 0.1, 0 ], [ 0.1, 1 ] ]
 * console.log(rows.every(({ accuracy }) => accuracy === undefined)); // true
 * ```
 */
export async function survey<C extends Candidate>(
  data: Dataset,
  candidates: readonly C[],
  { seeds, ...options }: SurveyOptions,
): Promise<RunOf<C>[]> {
  return await trialRows(data, pairedTrials(candidates, seeds), options);
}

/** The rows of trials, in their order, each with the columns of its trial besides its own. */
export async function trialRows<C extends StudyTrial>(
  data: Dataset,
  trials: readonly C[],
  options: TrialOptions,
): Promise<RunOf<C>[]> {
  const bare = trials.map(({ seed, config, trainExamples }) => ({
    seed,
    config,
    ...(trainExamples !== undefined && { trainExamples }),
  }));
  const rows = await runTrials(data, bare, options);
  return rows.map((row, i) => withColumns(trials[i], row));
}

/** A row with the columns of its trial, but for those that the row has. */
export function withColumns<C extends StudyTrial>(trial: C, row: StudyRow): RunOf<C> {
  const { tuning: _, ...columns }: StudyTrial & { readonly tuning?: unknown } = trial;
  return { ...columns, ...row } as RunOf<C>;
}
