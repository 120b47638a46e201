import type { Dataset } from "../data/dataset.js";
import type { Candidate } from "./candidate.js";
import type { ComparedRow, CompareOptions } from "./compare.js";
import { pairedTrials } from "./pairedTrials.js";
import { type RunOf, withColumns } from "./survey.js";
import { tuneEach } from "./tuneEach.js";

/** The repeats of a comparison, and how many rates each tries first. */
export interface CompareTunedOptions extends CompareOptions {
  /** Rates in the first round. Default 5. */
  readonly minPoints?: number;
}

/**
 * Compares candidates, each at the learning rate that every repeat tunes for itself: a seed divides the data,
 * its own `valid` chooses the rate, on a grid of factor two around the candidate's that widens while the best lies
 * on an edge, and its own `test` judges the run at that rate. So the scatter of the rows holds that of the
 * tuning, which `tune` once and `compare` leaves out, and nothing that judged a repeat had a say in it.
 * @example
 * ```ts
 * import { compareTuned, cross, loadDigits } from "batchwise";
 *
 * const candidates = cross({
 *   model: { kind: "linear" }, optimizer: { kind: "sgd", learningRate: 1 },
 *   batchSize: 32, budget: { epochs: 3 }, seed: 0,
 * }, { batchSize: [16, 256] });
 * const rows = await compareTuned(loadDigits(), candidates, { seeds: [0, 1], minPoints: 3 });
 * console.log(rows.map(({ batchSize, seed }) => [batchSize, seed]));
 * // [ [ 16, 0 ], [ 16, 1 ], [ 256, 0 ], [ 256, 1 ] ]
 * console.log(rows.every(({ accuracy }) => accuracy > 80)); // true
 * ```
 * @returns one row for each candidate and seed, in the order of the candidates
 */
export async function compareTuned<C extends Candidate>(
  data: Dataset,
  candidates: readonly C[],
  { seeds, minPoints = 5, ...options }: CompareTunedOptions,
): Promise<RunOf<C, ComparedRow>[]> {
  const repeats = pairedTrials(candidates, seeds);
  const tuned = await tuneEach(data, repeats, {
    ...options,
    readTest: true,
    minPoints,
    score: ({ validLoss }) => validLoss,
    unit: "learning rates tuned",
  });
  // The test part was read.
  return tuned.map(({ row }, i) => withColumns(repeats[i], row)) as unknown as RunOf<
    C,
    ComparedRow
  >[];
}
