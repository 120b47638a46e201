import type { Dataset } from "../../data/dataset.js";
import { runTrials, type StudyRow, type TrialOptions } from "../../experiment/runTrials.js";
import { tuneRates } from "../../experiment/tune.js";
import type { TrainConfig } from "../../nn/config/config.js";

export interface Beta2StudyOptions extends Pick<TrialOptions, "onProgress"> {
  readonly sizes: readonly number[];
  /** The batch size at which β2 is what it is; smaller ones get one nearer to 1. */
  readonly reference: number;
  /** Where the tuning of the rate starts. */
  readonly learningRate: number;
  readonly seeds: readonly number[];
  /** Of the tuning, apart from the others. Each also divides the data anew. */
  readonly tuningSeeds: readonly number[];
}

/** A run with β2 at its default or rescaled. */
export interface Beta2Row extends StudyRow {
  readonly beta2: "fixed" | "rescaled";
}

/**
 * Adam at small batch sizes with β2 fixed, and with β2's half-life held in examples instead of steps:
 * β2(B) = β2^(B / reference) (Marek et al. 2025, 2507.07101). Each way gets a rate tuned for it.
 */
export async function beta2Study(
  data: Dataset,
  base: Omit<TrainConfig, "optimizer" | "batchSize" | "seed">,
  { sizes, reference, learningRate, seeds, tuningSeeds, ...options }: Beta2StudyOptions,
): Promise<Beta2Row[]> {
  const ways = sizes.flatMap((batchSize) =>
    (["fixed", "rescaled"] as const).map((beta2) => {
      const scaled = beta2 === "rescaled" ? { beta2Reference: { batchSize: reference } } : {};
      const optimizer = { kind: "adam", learningRate, ...scaled } as const;
      return { beta2, config: { ...base, optimizer, batchSize, seed: 0 } };
    }),
  );
  const configs = ways.map(({ config }) => config);
  const tuned = await tuneRates(data, configs, { seeds: tuningSeeds, ...options });
  const trials = tuned.flatMap(({ config }) =>
    seeds.map((seed) => ({ split: seed, config: { ...config, seed } })),
  );
  const rows = await runTrials(data, trials, options);
  return rows.map((row, i) => ({ ...row, beta2: ways[Math.floor(i / seeds.length)].beta2 }));
}
