import { refuse } from "../../check.js";
import type { BatchSize } from "../../data/batches.js";
import type { Dataset } from "../../data/dataset.js";
import { runTrials, type StudyRow, type TrialOptions } from "../../experiment/runTrials.js";
import { withLearningRate } from "../../experiment/tune.js";
import { groupRows } from "../../rows/groups.js";
import type { RateOptimum } from "./rateOptima.js";

export interface OneRateOptions extends Pick<TrialOptions, "onProgress"> {
  /** The batch size whose tuned rate is an optimizer's one rate for all. */
  readonly anchor: BatchSize;
  /** Apart from those of the optima. Each also divides the data anew. */
  readonly seeds: readonly number[];
}

/** How the rate was set: tuned at the anchor, best for all sizes together, or tuned at each size. */
export type Rate = "one rate" | "compromise" | "tuned";

/** A run of the comparison. */
export interface OneRateRow extends StudyRow {
  readonly optimizer: string;
  readonly rate: Rate;
  /** Examples in a step. */
  readonly examples: number;
  /** Test accuracy in percent. */
  readonly accuracy: number;
}

/**
 * Trains each optimizer with every batch size thrice: at the rate tuned for one of the sizes, at the best
 * single rate for all of them, and at the size's own tuned rate. Every seed runs every condition. The test part is read at the end of each run.
 */
export async function oneRateStudy(
  data: Dataset,
  optima: readonly RateOptimum[],
  { anchor, seeds, ...options }: OneRateOptions,
): Promise<OneRateRow[]> {
  const places = optima.flatMap(({ optimizer, examples, config, compromise }) => {
    const one = optima.find((row) => row.optimizer === optimizer && row.batchSize === anchor);
    if (!one) return refuse("oneRateStudy", "anchor must be a batch size of the optima", anchor);
    const configs = {
      "one rate": withLearningRate(config, one.config.optimizer.learningRate),
      compromise: withLearningRate(config, compromise),
      tuned: config,
    };
    return seeds.flatMap((seed) =>
      (["one rate", "compromise", "tuned"] as const).map((rate) => {
        const trial = { split: seed, config: { ...configs[rate], seed } };
        return { optimizer, examples, rate, trial };
      }),
    );
  });
  const trials = places.map(({ trial }) => trial);
  const rows = await runTrials(data, trials, { readTest: true, ...options });
  return rows.map((row, i) => {
    const { optimizer, examples, rate } = places[i];
    return { ...row, optimizer, rate, examples, accuracy: 100 * (row.testAccuracy ?? Number.NaN) };
  });
}

/** For each optimizer, way to set the rate and seed: the best batch size's accuracy minus the worst's. */
export function accuracyLost(
  rows: readonly Pick<OneRateRow, "optimizer" | "rate" | "split" | "accuracy">[],
): (Pick<OneRateRow, "optimizer" | "rate" | "split"> & { readonly lost: number })[] {
  return groupRows(rows, ["optimizer", "rate", "split"]).map((group) => {
    const [{ optimizer, rate, split }] = group;
    const all = group.map(({ accuracy }) => accuracy);
    return { optimizer, rate, split, lost: Math.max(...all) - Math.min(...all) };
  });
}
