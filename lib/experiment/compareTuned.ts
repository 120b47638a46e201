import type { Dataset } from "../data/dataset.js";
import { withProgress } from "../progress.js";
import { tuneLearningRate } from "../search/learningRateGrid.js";
import type { Candidate } from "./candidate.js";
import type { ComparedRow, CompareOptions } from "./compare.js";
import { withLearningRate } from "./learningRates.js";
import { pairedTrials } from "./pairedTrials.js";
import { runTrials, type StudyRow, type StudyTrial } from "./runTrials.js";
import type { RunOf } from "./survey.js";
import { together } from "./together.js";

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
  { seeds, minPoints = 5, onProgress, ...options }: CompareTunedOptions,
): Promise<RunOf<C, ComparedRow>[]> {
  return await withProgress(onProgress, async (onProgress) => {
    const repeats = pairedTrials(candidates, seeds);
    let done = 0;
    const run = together(repeats.length, async (trials: readonly StudyTrial[]) =>
      runTrials(data, trials, { ...options, readTest: true }),
    );
    const tuneOne = async (repeat: C & StudyTrial): Promise<RunOf<C, ComparedRow>> => {
      const { seed, config, trainExamples } = repeat;
      const tried = new Map<number, StudyRow>();
      const { best } = await tuneLearningRate({
        start: config.optimizer.learningRate,
        minPoints,
        score: async (rates) => {
          const rows = await run.all(
            rates.map((rate) => ({
              seed,
              config: withLearningRate(config, rate),
              ...(trainExamples !== undefined && { trainExamples }),
            })),
          );
          for (const [i, rate] of rates.entries()) tried.set(rate, rows[i]);
          return rows.map(({ validLoss }) => validLoss);
        },
      });
      run.leave();
      done++;
      onProgress?.({ done, total: repeats.length, unit: "learning rates tuned" });
      const { tuning: _, ...columns }: C & StudyTrial & { readonly tuning?: unknown } = repeat;
      // The candidate's columns, but for those that the row has; the test part was read.
      return { ...columns, ...tried.get(best.learningRate) } as unknown as RunOf<C, ComparedRow>;
    };
    return await Promise.all(repeats.map(tuneOne));
  });
}
