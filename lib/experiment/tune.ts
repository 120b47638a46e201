import { type BatchSize, resolveBatchSize } from "../data/batches.js";
import type { Dataset } from "../data/dataset.js";
import type { TrainConfig } from "../nn/config/config.js";
import { Rng } from "../random.js";
import { type TunedLearningRate, tuneLearningRate } from "../search/learningRateGrid.js";
import { runTrials, type TrialOptions } from "./runTrials.js";

/** A config with the learning rate that its validation loss chose. */
export interface Tuned {
  readonly config: TrainConfig;
  readonly tuned: TunedLearningRate;
}

export interface TuneRatesOptions extends Pick<TrialOptions, "prepare" | "onProgress"> {
  /** Seeds of the tuning, apart from those of the comparison. Each also divides the data anew. */
  readonly seeds: readonly number[];
  /** Training examples of every run. Default all. */
  readonly trainExamples?: number;
  /** Rates in the first round. Default 5. */
  readonly minPoints?: number;
}

/** The same config at another learning rate. */
export function withLearningRate(config: TrainConfig, learningRate: number): TrainConfig {
  return { ...config, optimizer: { ...config.optimizer, learningRate } };
}

/** The config at another batch size, its rate scaled by the square root of their ratio: where a tuning may start. */
export function atBatchSize(config: TrainConfig, batchSize: BatchSize, n: number): TrainConfig {
  const ratio = resolveBatchSize(batchSize, n) / resolveBatchSize(config.batchSize, n);
  const { learningRate } = config.optimizer;
  return withLearningRate({ ...config, batchSize }, learningRate * Math.sqrt(ratio));
}

/**
 * Tunes the learning rate of each config by itself: the mean validation loss over the seeds decides, on a
 * grid of factor two around the config's own rate that widens while the best lies on an edge.
 */
export async function tuneRates(
  data: Dataset,
  configs: readonly TrainConfig[],
  { seeds, trainExamples, minPoints = 5, onProgress, ...options }: TuneRatesOptions,
): Promise<Tuned[]> {
  const results: Tuned[] = [];
  for (const [i, config] of configs.entries()) {
    const tuned = await tuneLearningRate({
      start: config.optimizer.learningRate,
      minPoints,
      rng: Rng.fromSeed(0).fork("tuneRates").fork(i),
      score: async (rates) => {
        const trials = rates.flatMap((rate) =>
          seeds.map((seed) => ({
            split: seed,
            config: { ...withLearningRate(config, rate), seed },
            ...(trainExamples !== undefined && { trainExamples }),
          })),
        );
        const rows = await runTrials(data, trials, options);
        return rates.map((_, r) => seeds.map((_seed, s) => rows[r * seeds.length + s].validLoss));
      },
    });
    results.push({ config: withLearningRate(config, tuned.best.learningRate), tuned });
    onProgress?.({ done: i + 1, total: configs.length, unit: "learning rates tuned" });
  }
  return results;
}
