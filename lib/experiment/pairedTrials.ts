import { refuse } from "../check.js";
import type { TrainConfig } from "../nn/config/config.js";
import { Rng } from "../random.js";
import type { Candidate } from "./candidate.js";
import { withLearningRate } from "./learningRates.js";
import type { StudyTrial } from "./runTrials.js";

/**
 * Every candidate with every seed, which also divides the data anew: what is compared is paired by it. Trials
 * have the candidate's columns and stand in the order of the candidates.
 */
export function pairedTrials<C extends Candidate>(
  candidates: readonly C[],
  seeds: readonly number[],
): (C & StudyTrial)[] {
  return candidates.flatMap((candidate) =>
    seeds.map((seed) => ({ ...candidate, seed, config: { ...candidate.config, seed } })),
  );
}

/** From where batch sizes and learning rates are drawn, and for how many runs on which divisions. */
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
  return splits.flatMap((seed) =>
    Array.from({ length: runs }, (_, run) => {
      const rng = Rng.fromSeed(seed).fork("randomTrials").fork(run);
      const batchSize = batchSizes[rng.integer(batchSizes.length)];
      const rate = low * (high / low) ** rng.uniform();
      return { seed, config: { ...withLearningRate(config, rate), batchSize, seed: run } };
    }),
  );
}
