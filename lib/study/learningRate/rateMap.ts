import { refuse } from "../../check.js";
import { type BatchSize, resolveBatchSize } from "../../data/batches.js";
import type { Dataset } from "../../data/dataset.js";
import { split } from "../../data/split.js";
import { runTrials, type StudyRow, type TrialOptions } from "../../experiment/runTrials.js";
import { withLearningRate } from "../../experiment/tune.js";
import type { TrainConfig } from "../../nn/config/config.js";
import type { OptimizerSpec } from "../../nn/config/spec.js";

/** An optimizer with the learning rates at which it is tried. */
export interface RateGrid {
  readonly optimizer: OptimizerSpec;
  /** Rising, at least three, in geometric progression. */
  readonly rates: readonly number[];
}

export interface RateMapOptions extends Pick<TrialOptions, "onProgress"> {
  /** By the name that the optimizer has in the rows. */
  readonly optimizers: Readonly<Record<string, RateGrid>>;
  readonly sizes: readonly BatchSize[];
  /** Each also divides the data anew. */
  readonly seeds: readonly number[];
}

/** A run at one point of the map. */
export interface RateMapRow extends StudyRow {
  /** The optimizer's name. */
  readonly optimizer: string;
  /** Examples in a step. */
  readonly examples: number;
}

/**
 * Trains every optimizer at each of its learning rates with every batch size and seed. `base` gives the
 * rest, its budget included. A run that diverged has validation loss Infinity.
 */
export async function rateMap(
  data: Dataset,
  base: Omit<TrainConfig, "optimizer" | "batchSize" | "seed">,
  { optimizers, sizes, seeds, ...options }: RateMapOptions,
): Promise<RateMapRow[]> {
  for (const [name, { rates }] of Object.entries(optimizers)) checkRates(name, rates);
  const places = Object.entries(optimizers).flatMap(([name, { optimizer, rates }]) =>
    sizes.flatMap((batchSize) =>
      rates.flatMap((rate) =>
        seeds.map((seed) => ({
          name,
          split: seed,
          config: withLearningRate({ ...base, optimizer, batchSize, seed }, rate),
        })),
      ),
    ),
  );
  const n = split(data, { seed: 0 }).train.n;
  const trials = places.map(({ split: seed, config }) => ({ split: seed, config }));
  const rows = await runTrials(data, trials, options);
  return rows.map((row, i) => ({
    ...row,
    optimizer: places[i].name,
    examples: resolveBatchSize(row.batchSize, n),
  }));
}

function checkRates(name: string, rates: readonly number[]): void {
  const factor = rates[1] / rates[0];
  const even = rates.every(
    (rate, i) => i === 0 || Math.abs(rate / rates[i - 1] / factor - 1) < 1e-6,
  );
  if (!(rates.length >= 3 && factor > 1 && even))
    refuse("rateMap", `rates of ${name} must be 3 or more in rising geometric progression`, rates);
}
