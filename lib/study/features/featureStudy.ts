import { positiveInteger } from "../../check.js";
import type { BatchSize } from "../../data/batches.js";
import { type Dataset, featuresOf, type Splits } from "../../data/dataset.js";
import { split } from "../../data/split.js";
import type { ComparedRow } from "../../experiment/compare.js";
import { compareTuned } from "../../experiment/compareTuned.js";
import { atBatchSize } from "../../experiment/learningRates.js";
import type { Preparation } from "../../experiment/preparation.js";
import { tsneFeatures } from "../../features/tsne/tsneFeatures.js";
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
  /** Each divides the data anew and tunes its own learning rates. */
  readonly seeds: readonly number[];
  /** Called with what is done so far; `progressBar` draws it. */
  readonly onProgress?: OnProgress;
}

/** A run at the learning rate that its repeat chose. */
export interface FeatureRow extends ComparedRow {
  /** Name of the data set. */
  readonly data: string;
  readonly method: FeatureMethod;
  /** Number of features that the network sees. */
  readonly features: number;
}

/**
 * Trains the base config on different features of each data set: all of them, the best of each ranking, and
 * the two coordinates of a t-SNE map. Rankings and scales are learned from `train` of each division; t-SNE
 * can only map all examples together, without their labels (`tsneFeatures`). Each number of features has, at each
 * batch size and in each repeat, a learning rate of its own (`compareTuned`), and every seed runs every setting, so
 * differences are paired.
 */
export async function featureStudy(
  sets: Readonly<Record<string, Dataset>>,
  base: TrainConfig,
  { rankings, counts, sizes, seeds, onProgress }: FeatureStudyOptions,
): Promise<FeatureRow[]> {
  return await withProgress(onProgress, async (onProgress) => {
    for (const count of counts) positiveInteger("featureStudy", "counts", count);
    const ways = Object.entries(sets).flatMap(([name, data]) =>
      (["all", "t-SNE", ...rankings] as const).map((method) => {
        const all = featuresOf(data);
        const few = method === "t-SNE" ? [2] : counts.filter((count) => count < all);
        return { name, data, method, numbers: method === "all" ? [all] : few };
      }),
    );
    const total = ways.reduce((sum, { numbers }) => sum + numbers.length, 0);
    const rows: FeatureRow[] = [];
    let done = 0;
    for (const { name, data, method, numbers } of ways) {
      const { n } = split(data, { seed: 0 }).train;
      const given = method === "t-SNE" ? await tsneFeatures(data) : data;
      const preparation = preparationOf(method, Math.max(...numbers));
      for (const features of numbers) {
        const candidates = sizes.map((batchSize) => ({
          ...{ data: name, method, features },
          config: atBatchSize(base, batchSize, n),
        }));
        const prepare = preparation(features);
        rows.push(...(await compareTuned(given, candidates, { seeds, minPoints: 3, prepare })));
        onProgress?.({ done: ++done, total, unit: "selections tuned and run" });
      }
    }
    return rows;
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
