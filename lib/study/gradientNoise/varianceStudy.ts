import { type BatchSize, resolveBatchSize } from "../../data/batches.js";
import type { Dataset } from "../../data/dataset.js";
import { split } from "../../data/split.js";
import { centredSplits } from "../../experiment/preparation.js";
import { type GradientVarianceRow, gradientVariance } from "../../nn/analysis/gradientVariance.js";
import { initialModel } from "../../nn/analysis/parameters.js";
import type { TrainConfig } from "../../nn/config/config.js";
import { Rng } from "../../random.js";
import { groupRows } from "../../rows/groups.js";
import { type PowerLaw, powerLaw } from "../../stats/powerLaw.js";

/** The batch sizes and draws at which the scatter of gradients is measured. */
export interface VarianceStudyOptions {
  readonly sizes: readonly BatchSize[];
  /** Batches drawn at each size. */
  readonly draws: number;
  /** Of the division of the data, the model's start and the batches. */
  readonly seeds: readonly number[];
}

/** The variance of the gradient of a batch at the start of training, for one seed. */
export interface VarianceRow extends Omit<GradientVarianceRow, "standardError"> {
  readonly seed: number;
}

/** Measures the variance of the gradient against the batch size at the model that a run starts from. */
export function varianceStudy(
  data: Dataset,
  config: Pick<TrainConfig, "model" | "loss">,
  { sizes, draws, seeds }: VarianceStudyOptions,
): VarianceRow[] {
  const { n } = split(data, { seed: 0 }).train;
  const batchSizes = sizes.map((size) => resolveBatchSize(size, n));
  return seeds.flatMap((seed) => {
    const { train } = centredSplits(data, seed);
    const rng = Rng.fromSeed(seed).fork("variance");
    return gradientVariance(initialModel(train, { ...config, seed }), train, {
      batchSizes,
      draws,
      rng,
    }).map(({ batchSize, variance, law }) => ({ seed, batchSize, variance, law }));
  });
}

/**
 * The power law of the variance in the batch size B, over the batches that are not all of the data. What is
 * fitted is the variance divided by 1 − B/n: the rest of the law is that a batch drawn without replacement
 * exhausts the data.
 */
export function varianceLaw(
  rows: readonly VarianceRow[],
  { n, rng }: { readonly n: number; readonly rng: Rng },
): PowerLaw {
  const within = rows.filter(({ batchSize }) => batchSize < n);
  const points = groupRows(within, ["batchSize"]).map((group) => ({
    x: group[0].batchSize,
    y: group.map(({ batchSize, variance }) => variance / (1 - batchSize / n)),
  }));
  return powerLaw(points, { rng });
}
