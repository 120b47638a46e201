import type { Dataset } from "../data/dataset.js";
import { withProgress } from "../progress.js";
import { tuneLearningRate } from "../search/learningRateGrid.js";
import { withLearningRate } from "./learningRates.js";
import { runTrials, type StudyRow, type StudyTrial, type TrialOptions } from "./runTrials.js";
import { together } from "./together.js";

/** How the runs of a trial at different rates are scored. */
export interface TuneEachOptions extends TrialOptions {
  /** Rates in the first round. */
  readonly minPoints: number;
  /** Lower is better; Infinity for a run that is never chosen. */
  readonly score: (row: StudyRow) => number;
  /** What has been done with a trial that is tuned, in the plural. */
  readonly unit: string;
}

/**
 * For each trial, in their order, the run at the rate that its own scores choose: on the grid of `tuneLearningRate`
 * around the trial's own rate. All trials are tuned side by side, so that threads have many runs at a time.
 */
export async function tuneEach(
  data: Dataset,
  trials: readonly StudyTrial[],
  { minPoints, score, unit, onProgress, ...options }: TuneEachOptions,
): Promise<{ readonly row: StudyRow; readonly score: number }[]> {
  return await withProgress(onProgress, async (onProgress) => {
    let done = 0;
    const rounds = together(trials.length, (asked: readonly StudyTrial[]) =>
      runTrials(data, asked, options),
    );
    const tuned = trials.map(async ({ seed, config, trainExamples }) => {
      const tried = new Map<number, StudyRow>();
      const { best } = await tuneLearningRate({
        start: config.optimizer.learningRate,
        minPoints,
        score: async (rates) => {
          const rows = await rounds.all(
            rates.map((rate) => ({
              seed,
              config: withLearningRate(config, rate),
              ...(trainExamples !== undefined && { trainExamples }),
            })),
          );
          for (const [i, rate] of rates.entries()) tried.set(rate, rows[i]);
          return rows.map(score);
        },
      });
      rounds.leave();
      onProgress?.({ done: ++done, total: trials.length, unit });
      // Every rate that is in the grid was tried.
      return { row: tried.get(best.learningRate) as StudyRow, score: best.score };
    });
    return await Promise.all(tuned);
  });
}
