import type { Dataset } from "../data/dataset.js";
import type { TrainConfig } from "../nn/config/config.js";
import { withProgress } from "../progress.js";
import { Rng } from "../random.js";
import { type TunedLearningRate, tuneLearningRate } from "../search/learningRateGrid.js";
import type { Candidate } from "./candidate.js";
import { withLearningRate } from "./learningRates.js";
import { runTrials, type TrialOptions } from "./runTrials.js";

/** A candidate with the learning rate that its validation loss chose. */
export interface Tuned {
  /** With that rate. */
  readonly config: TrainConfig;
  /** The rate of the lowest mean validation loss. */
  readonly learningRate: number;
  /** Examples in a step. */
  readonly batchRows: number;
  /** Its mean validation loss over the seeds: what candidates may be chosen by. */
  readonly validLoss: number;
  /** Every rate that was tried. */
  readonly tuning: TunedLearningRate;
}

/** The seeds on which rates are judged, and how many rates are tried first. */
export interface TuneOptions extends Pick<TrialOptions, "prepare" | "onProgress"> {
  /** Seeds of the tuning, apart from those of the comparison. Each also divides the data anew. */
  readonly seeds: readonly number[];
  /** Rates in the first round. Default 5. */
  readonly minPoints?: number;
}

/**
 * Tunes the learning rate of each candidate by itself: the mean validation loss over the seeds decides, on a
 * grid of factor two around the candidate's own rate that widens while the best lies on an edge.
 * @example
 * ```ts
 * import { cross, loadDigits, tune } from "batchwise";
 *
 * const candidates = cross({
 *   model: { kind: "linear" }, optimizer: { kind: "sgd", learningRate: 0.1 },
 *   batchSize: 32, budget: { epochs: 3 }, seed: 0,
 * }, { batchSize: [16, 256] });
 * const tuned = await tune(loadDigits(), candidates, { seeds: [100, 101], minPoints: 3 });
 * console.log(tuned.map(({ batchSize, learningRate }) => [batchSize, learningRate]));
 * // [ [ 16, 6.4 ], [ 256, 51.2 ] ]
 * ```
 */
export async function tune<C extends Candidate>(
  data: Dataset,
  candidates: readonly C[],
  { seeds, minPoints = 5, onProgress, ...options }: TuneOptions,
): Promise<(C & Tuned)[]> {
  return await withProgress(onProgress, async (onProgress) => {
    const results: (C & Tuned)[] = [];
    for (const [i, candidate] of candidates.entries()) {
      const { config, trainExamples } = candidate;
      let batchRows = Number.NaN;
      const tuning = await tuneLearningRate({
        start: config.optimizer.learningRate,
        minPoints,
        rng: Rng.fromSeed(0).fork("tune").fork(i),
        score: async (rates) => {
          const trials = rates.flatMap((rate) =>
            seeds.map((seed) => ({
              seed,
              config: { ...withLearningRate(config, rate), seed },
              ...(trainExamples !== undefined && { trainExamples }),
            })),
          );
          const rows = await runTrials(data, trials, options);
          batchRows = rows[0].batchRows;
          return rates.map((_, r) => seeds.map((_seed, s) => rows[r * seeds.length + s].validLoss));
        },
      });
      const { learningRate, score: validLoss } = tuning.best;
      const tuned = { config: withLearningRate(config, learningRate), learningRate, validLoss };
      results.push({ ...candidate, ...tuned, batchRows, tuning });
      onProgress?.({ done: i + 1, total: candidates.length, unit: "learning rates tuned" });
    }
    return results;
  });
}
