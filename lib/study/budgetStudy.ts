import { refuse } from "../check.js";
import { type BatchSize, resolveBatchSize } from "../data/batches.js";
import type { Dataset } from "../data/dataset.js";
import { split } from "../data/split.js";
import type { TrainConfig } from "../nn/config.js";
import type { Span } from "../nn/spec.js";
import { runTrials, type StudyRow, type StudyTrial, type TrialOptions } from "./trials.js";
import { atBatchSize, tuneRates, withLearningRate } from "./tuneRates.js";

export interface BudgetStudyOptions extends Pick<TrialOptions, "journal" | "onProgress"> {
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
}

export interface BudgetStudy {
  /** The tuned learning rates. */
  readonly rates: readonly {
    readonly budget: string;
    readonly batchSize: BatchSize;
    readonly examples: number;
    readonly learningRate: number;
  }[];
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
  { sizes, budgets, anchor, seeds, tuningSeeds, journal, onProgress }: BudgetStudyOptions,
): Promise<BudgetStudy> {
  if (!sizes.includes(anchor)) refuse("budgetStudy", "anchor must be one of the sizes", anchor);
  const n = split(data, { seed: 0 }).train.n;
  const options = { ...(journal !== undefined && { journal }), ...(onProgress && { onProgress }) };
  const conditions: { budget: string; rate: BudgetRow["rate"]; configs: TrainConfig[] }[] = [];
  for (const [budget, span] of Object.entries(budgets)) {
    const configs = sizes.map((batchSize) => atBatchSize({ ...base, budget: span }, batchSize, n));
    const tuned = (await tuneRates(data, configs, { seeds: tuningSeeds, ...options })).map(
      ({ config }) => config,
    );
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
  const trials = new Map<string, StudyTrial>();
  for (const { split: seed, config } of places)
    trials.set(keyOf({ split: seed, config }), { split: seed, config });
  const done = await runTrials(data, [...trials.values()], { readTest: true, ...options });
  const byTrial = new Map(done.map((row) => [keyOf(row), row]));
  const rows = places.flatMap(({ budget, rate, split: seed, config }): BudgetRow[] => {
    const row = byTrial.get(keyOf({ split: seed, config }));
    if (!row) return [];
    const examples = resolveBatchSize(row.batchSize, n);
    const accuracy = 100 * (row.testAccuracy ?? Number.NaN);
    return [{ ...row, condition: `${budget}, ${rate}`, budget, rate, examples, accuracy }];
  });
  const rates = conditions
    .filter(({ rate }) => rate === "tuned")
    .flatMap(({ budget, configs }) =>
      configs.map(({ batchSize, optimizer: { learningRate } }) => ({
        budget,
        batchSize,
        examples: resolveBatchSize(batchSize, n),
        learningRate,
      })),
    );
  return { rates, rows };
}

function keyOf({ split: seed, config }: StudyTrial): string {
  return JSON.stringify([seed, config]);
}
