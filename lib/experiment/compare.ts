import type { Dataset } from "../data/dataset.js";
import type { Candidate } from "./candidate.js";
import type { StudyRow } from "./runTrials.js";
import { type RunOf, type SurveyOptions, survey } from "./survey.js";

/** The seeds on which candidates are compared. `compare` always reads the test part. */
export type CompareOptions = Omit<SurveyOptions, "readTest">;

/** A run of a comparison. */
export interface ComparedRow extends StudyRow {
  /** Test accuracy in percent; NaN where the target is real, whose error is `rmse`. */
  readonly accuracy: number;
  /** 100 − accuracy. */
  readonly error: number;
}

/**
 * Runs every candidate with every seed, as `survey` does, and reads the test part at the end of each run: the
 * last step of an experiment, on seeds that chose nothing.
 * @example
 * ```ts
 * import { compare, cross, differenceOf, loadDigits } from "batchwise";
 *
 * const candidates = cross({
 *   model: { kind: "linear" }, optimizer: { kind: "sgd", learningRate: 0.1 },
 *   batchSize: 32, budget: { epochs: 3 }, seed: 0,
 * }, { batchSize: [32, 512] });
 * const rows = await compare(loadDigits(), candidates, { seeds: [0, 1, 2] });
 * const [a, b] = [{ batchSize: 32 }, { batchSize: 512 }];
 * const lead = differenceOf(rows, { a, b, value: "accuracy" });
 * console.log(lead.n, lead.low > 0); // 3 true
 * ```
 */
export async function compare<C extends Candidate>(
  data: Dataset,
  candidates: readonly C[],
  options: CompareOptions,
): Promise<RunOf<C, ComparedRow>[]> {
  const rows = await survey(data, candidates, { ...options, readTest: true });
  // The test part was read.
  return rows as unknown as RunOf<C, ComparedRow>[];
}
