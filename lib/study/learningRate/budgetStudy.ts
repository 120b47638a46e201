import { refuse } from "../../check.js";
import { type BatchSize, resolveBatchSize } from "../../data/batches.js";
import type { Dataset } from "../../data/dataset.js";
import { split } from "../../data/split.js";
import { runTrials, type StudyRow, type TrialOptions } from "../../experiment/runTrials.js";
import { atBatchSize, tuneRates, withLearningRate } from "../../experiment/tune.js";
import type { TrainConfig } from "../../nn/config/config.js";
import type { Span } from "../../nn/config/spec.js";
import { mean } from "../../stats/describe.js";

export interface BudgetStudyOptions extends Pick<TrialOptions, "noise" | "onProgress"> {
  readonly sizes: readonly BatchSize[];
  /** Budgets by name, as in `{ "30 epochs": { epochs: 30 } }`. */
  readonly budgets: Readonly<Record<string, Span>>;
  /** The batch size whose tuned rate is the one rate for all. */
  readonly anchor: BatchSize;
  /** Of the comparison; each also divides the data anew. */
  readonly seeds: readonly number[];
  /** Of the tuning, apart from the others. */
  readonly tuningSeeds: readonly number[];
}

/** A run of the comparison under one of its conditions. */
export interface BudgetRow extends StudyRow {
  readonly condition: string;
  readonly budget: string;
  readonly rate: "one rate" | "tuned";
  /** Examples in a step. */
  readonly examples: number;
  /** Test accuracy in percent. */
  readonly accuracy: number;
  /** Only where `noise` was given: mean over its levels of the test accuracy under noise, in percent. */
  readonly noisyAccuracyMean?: number;
}

/** The tuned learning rate of one batch size under one budget. */
export interface BudgetRate {
  readonly budget: string;
  readonly batchSize: BatchSize;
  readonly examples: number;
  readonly learningRate: number;
  /** Its mean validation loss over the tuning seeds: what batch sizes may be chosen by. */
  readonly validLoss: number;
}

export interface BudgetStudy {
  /** The tuned learning rates. */
  readonly rates: readonly BudgetRate[];
  readonly rows: readonly BudgetRow[];
}

/**
 * Compares batch sizes under each budget, once with one learning rate for all and once with each size's
 * own, tuned on validation loss under that budget (Shallue et al. 2019). Every seed runs every condition,
 * so differences are paired by it. The test part is read at the end of each run of the comparison.
 */
export async function budgetStudy(
  data: Dataset,
  base: TrainConfig,
  { sizes, budgets, anchor, seeds, tuningSeeds, noise = [], ...options }: BudgetStudyOptions,
): Promise<BudgetStudy> {
  if (!sizes.includes(anchor)) refuse("budgetStudy", "anchor must be one of the sizes", anchor);
  const n = split(data, { seed: 0 }).train.n;
  const conditions: { budget: string; rate: BudgetRow["rate"]; configs: TrainConfig[] }[] = [];
  const rates: BudgetRate[] = [];
  for (const [budget, span] of Object.entries(budgets)) {
    // Only the end of a run is read, so evaluations on the way would be waste.
    const configs = sizes.map((batchSize) =>
      atBatchSize({ ...base, budget: span, evaluateEvery: span }, batchSize, n),
    );
    const found = await tuneRates(data, configs, { seeds: tuningSeeds, ...options });
    const tuned = found.map(({ config }) => config);
    for (const { config, tuned: grid } of found) {
      const { batchSize } = config;
      const { learningRate, score: validLoss } = grid.best;
      const examples = resolveBatchSize(batchSize, n);
      rates.push({ budget, batchSize, examples, learningRate, validLoss });
    }
    const one = tuned[sizes.indexOf(anchor)].optimizer.learningRate;
    const same = configs.map((config) => withLearningRate(config, one));
    conditions.push(
      { budget, rate: "one rate", configs: same },
      { budget, rate: "tuned", configs: tuned },
    );
  }
  const places = conditions.flatMap(({ configs, ...condition }) =>
    configs.flatMap((config) =>
      seeds.map((seed) => ({ ...condition, split: seed, config: { ...config, seed } })),
    ),
  );
  const trials = places.map(({ split: seed, config }) => ({ split: seed, config }));
  const done = await runTrials(data, trials, { readTest: true, noise, ...options });
  const rows = done.map((row, i): BudgetRow => {
    const { budget, rate } = places[i];
    const examples = resolveBatchSize(row.batchSize, n);
    const { testAccuracy = Number.NaN, noisyAccuracy } = row;
    return {
      ...row,
      condition: `${budget}, ${rate}`,
      budget,
      rate,
      examples,
      accuracy: 100 * testAccuracy,
      ...(noisyAccuracy && { noisyAccuracyMean: 100 * mean(noisyAccuracy) }),
    };
  });
  return { rates, rows };
}

/** The test accuracy of each row in percent without noise and under each of the study's levels, by `sd`. */
export function accuracyUnderNoise(
  rows: readonly BudgetRow[],
  noise: readonly number[],
): (BudgetRow & { readonly sd: number })[] {
  return rows.flatMap((row) =>
    [0, ...noise].map((sd, i) => {
      const { noisyAccuracy = [] } = row;
      if (noisyAccuracy.length !== noise.length)
        refuse("accuracyUnderNoise", `rows must have ${noise.length} levels`, noisyAccuracy.length);
      return { ...row, sd, accuracy: i === 0 ? row.accuracy : 100 * noisyAccuracy[i - 1] };
    }),
  );
}

/**
 * The size with the lowest validation loss of the tuned rates under a budget, among the batches of at most
 * `most` examples. The tuning seeds choose it, so the seeds of the comparison may judge it.
 */
export function bestBatchSize(
  rates: readonly BudgetRate[],
  { budget, most }: { readonly budget: string; readonly most: number },
): BatchSize {
  const among = rates.filter((rate) => rate.budget === budget && rate.examples <= most);
  if (among.length === 0)
    refuse("bestBatchSize", `rates must hold a batch of at most ${most} under ${budget}`, rates);
  return among.reduce((best, rate) => (rate.validLoss < best.validLoss ? rate : best)).batchSize;
}
