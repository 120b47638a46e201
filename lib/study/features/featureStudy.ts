import { positiveInteger } from "../../check.js";
import type { BatchSize } from "../../data/batches.js";
import { type Dataset, featuresOf, type Splits } from "../../data/dataset.js";
import { split } from "../../data/split.js";
import { type ComparedRow, compare } from "../../experiment/compare.js";
import { atBatchSize } from "../../experiment/learningRates.js";
import type { Preparation } from "../../experiment/preparation.js";
import { tune } from "../../experiment/tune.js";
import { tsneFeatures } from "../../features/tsneFeatures.js";
import type { TrainConfig } from "../../nn/config/config.js";
import { type OnProgress, withProgress } from "../../progress.js";
import { firstFeatures, type Ranking, rankedSplits } from "./rankedSplits.js";

/** What the network is given: all features, the first of a ranking, or two t-SNE coordinates. */
export type FeatureMethod = "all" | Ranking | "t-SNE";

/** Which selections of features are crossed with which batch sizes, on which seeds. */
export interface FeatureStudyOptions {
  readonly rankings: readonly Ranking[];
  /** Numbers of features, rising; those of all features and above are left out. */
  readonly counts: readonly number[];
  readonly sizes: readonly BatchSize[];
  /** Of the comparison; each also divides the data anew. */
  readonly seeds: readonly number[];
  /** Of the tuning, apart from the others. */
  readonly tuningSeeds: readonly number[];
  /** Called with what is done so far; `progressBar` draws it. */
  readonly onProgress?: OnProgress;
}

/** What was compared, with the learning rate that was tuned for it. */
export interface FeatureSetting {
  /** Name of the data set. */
  readonly data: string;
  readonly method: FeatureMethod;
  /** Number of features that the network sees. */
  readonly features: number;
  readonly batchSize: BatchSize;
  readonly learningRate: number;
  /** Mean over the tuning seeds; what chooses between settings. */
  readonly validLoss: number;
}

/** A run of the comparison. */
export interface FeatureRow
  extends ComparedRow,
    Pick<FeatureSetting, "data" | "method" | "features"> {}

/** The tuned settings and the runs with them. */
export interface FeatureStudy {
  readonly settings: readonly FeatureSetting[];
  readonly rows: readonly FeatureRow[];
}

/**
 * Trains the base config on different features of each data set: all of them, the best of each ranking, and
 * the two coordinates of a t-SNE map. Rankings and scales are learned from `train` of each division; t-SNE
 * can only map all examples together, without their labels (`tsneFeatures`). Each number of features has
 * its own learning rate for each batch size, and every seed runs every setting, so differences are paired.
 * The test part is read at the end of each run of the comparison.
 */
export async function featureStudy(
  sets: Readonly<Record<string, Dataset>>,
  base: TrainConfig,
  { rankings, counts, sizes, seeds, tuningSeeds, onProgress }: FeatureStudyOptions,
): Promise<FeatureStudy> {
  return await withProgress(onProgress, async (onProgress) => {
    for (const count of counts) positiveInteger("featureStudy", "counts", count);
    const ways = Object.entries(sets).flatMap(([name, data]) =>
      (["all", "t-SNE", ...rankings] as const).map((method) => {
        const all = featuresOf(data);
        const few = method === "t-SNE" ? [2] : counts.filter((count) => count < all);
        return { name, data, method, numbers: method === "all" ? [all] : few };
      }),
    );
    const total = ways.reduce((sum, { numbers }) => sum + numbers.length * sizes.length, 0);
    const settings: FeatureSetting[] = [];
    const rows: FeatureRow[] = [];
    for (const { name, data, method, numbers } of ways) {
      const n = split(data, { seed: 0 }).train.n;
      const given = method === "t-SNE" ? await tsneFeatures(data) : data;
      const preparation = preparationOf(method, Math.max(...numbers));
      let configs = sizes.map((batchSize) => atBatchSize(base, batchSize, n));
      for (const features of numbers) {
        const what = { data: name, method, features };
        const prepare = preparation(features);
        for (const [i, config] of configs.entries()) {
          const tuning = { seeds: tuningSeeds, minPoints: 3, prepare };
          const tuned = await tune(given, [{ ...what, config }], tuning);
          const [{ config: best, learningRate, validLoss }] = tuned;
          settings.push({ ...what, batchSize: best.batchSize, learningRate, validLoss });
          rows.push(...(await compare(given, tuned, { seeds, prepare })));
          // The tuning for the next number of features starts where this one ended.
          configs = configs.with(i, best);
          onProgress?.({ done: settings.length, total, unit: "settings tuned and run" });
        }
      }
    }
    return { settings, rows };
  });
}

/** How the parts are prepared for each number of features; a ranking of up to `most` is made once for each seed. */
function preparationOf(method: FeatureMethod, most: number): (features: number) => Preparation {
  if (method === "all") return () => "centred";
  if (method === "t-SNE") return () => "standardized";
  const made = new Map<number, Splits>();
  return (features) => ({
    name: `${method}, ${features}`,
    splits: (data, seed) => {
      const ranked = made.get(seed) ?? rankedSplits(data, { seed, ranking: method, most });
      made.set(seed, ranked);
      return firstFeatures(ranked, features);
    },
  });
}
