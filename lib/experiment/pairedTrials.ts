import { refuse } from "../check.js";
import type { TrainConfig } from "../nn/config/config.js";
import { Rng } from "../random.js";
import type { StudyTrial } from "./runTrials.js";
import { withLearningRate } from "./tune.js";

/** Every config with every seed, which also divides the data anew: what is compared is paired by it. */
export function pairedTrials(
  configs: readonly TrainConfig[],
  seeds: readonly number[],
): StudyTrial[] {
  return seeds.flatMap((seed) =>
    configs.map((config) => ({ split: seed, config: { ...config, seed } })),
  );
}

export interface RandomTrialsOptions {
  /** Seeds of the divisions of the data. */
  readonly splits: readonly number[];
  /** Runs on each division, each from a start of its own. */
  readonly runs: number;
  /** Each equally likely. */
  readonly batchSizes: readonly number[];
  /** The rate's logarithm is uniform between them. */
  readonly rates: readonly [low: number, high: number];
}

/** The same config at batch sizes and learning rates drawn at random, independently of each other. */
export function randomTrials(
  config: TrainConfig,
  { splits, runs, batchSizes, rates: [low, high] }: RandomTrialsOptions,
): StudyTrial[] {
  if (!(low > 0 && high >= low)) refuse("randomTrials", "rates must rise from above 0", low);
  if (batchSizes.length === 0) refuse("randomTrials", "batchSizes must hold at least one", 0);
  return splits.flatMap((split) =>
    Array.from({ length: runs }, (_, seed) => {
      const rng = Rng.fromSeed(split).fork("randomTrials").fork(seed);
      const batchSize = batchSizes[rng.integer(batchSizes.length)];
      const rate = low * (high / low) ** rng.uniform();
      return { split, config: { ...withLearningRate(config, rate), batchSize, seed } };
    }),
  );
}
