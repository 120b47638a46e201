import { refuse } from "../../check.js";
import type { BatchSize } from "../../data/batches.js";
import type { Dataset } from "../../data/dataset.js";
import { split } from "../../data/split.js";
import { type StepsStudyOptions, stepsStudy } from "../../experiment/stepsToTarget.js";
import { withLearningRate } from "../../experiment/tune.js";
import type { TrainConfig } from "../../nn/config/config.js";
import type { ThroughputRow } from "./throughputStudy.js";

export interface TargetCostsOptions extends StepsStudyOptions {
  /** The batch sizes, each with the rate from which the search for its fastest one starts. */
  readonly starts: readonly { readonly batchSize: BatchSize; readonly learningRate: number }[];
  /** Of a model like that of the runs, with a round for every seed. */
  readonly speeds: readonly ThroughputRow[];
}

/** What a run to the target took. */
export interface TargetCost {
  readonly batchSize: BatchSize;
  /** Examples in a step. */
  readonly examples: number;
  readonly split: number;
  readonly learningRate: number;
  readonly updates: number;
  /** Training examples that it saw, repetitions included. */
  readonly seen: number;
  /** Of training alone, at the speed of one of the rounds. */
  readonly seconds: number;
}

/**
 * What each batch size needs to reach a target loss: updates as in `stepsStudy`, and these as examples and as
 * seconds. The first seed's seconds are at the speed of the first round and so on, so that an interval over
 * the seeds holds the scatter of both.
 */
export async function targetCosts(
  data: Dataset,
  base: TrainConfig,
  { starts, speeds, ...options }: TargetCostsOptions,
): Promise<TargetCost[]> {
  const { seeds } = options;
  for (const { batchSize } of starts)
    for (const round of seeds.keys()) speedOf(speeds, batchSize, round);
  const { n } = split(data, { seed: 0 }).train;
  const configs = starts.map(({ batchSize, learningRate }) => ({
    optimizer: base.optimizer.kind,
    config: withLearningRate({ ...base, batchSize }, learningRate),
  }));
  const rows = await stepsStudy(data, configs, options);
  return rows.map(({ examples, split: seed, learningRate, steps: updates }, i) => {
    const { batchSize } = starts[Math.floor(i / seeds.length)];
    // The last batch of an epoch is smaller.
    const seen = (updates * n) / Math.ceil(n / examples);
    const seconds = seen / speedOf(speeds, batchSize, seeds.indexOf(seed));
    return { batchSize, examples, split: seed, learningRate, updates, seen, seconds };
  });
}

function speedOf(speeds: readonly ThroughputRow[], batchSize: BatchSize, round: number): number {
  const found = speeds.filter((row) => row.batchSize === batchSize && row.round === round);
  if (found.length !== 1)
    refuse(
      "targetCosts",
      `speeds must hold batch size ${batchSize} once in round ${round}`,
      found.length,
    );
  return found[0].perSecond;
}
