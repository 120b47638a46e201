import { refuse } from "../check.js";
import { resolveBatchSize } from "../data/batches.js";
import type { Dataset } from "../data/dataset.js";
import { split } from "../data/split.js";
import type { TrainConfig } from "../nn/config.js";
import type { Rng } from "../random.js";
import type { PairedDifference } from "../stats/pairedDifference.js";
import { type BudgetStudyOptions, budgetStudy } from "./budgetStudy.js";
import { differenceOf } from "./summaries.js";
import { runTrials, type StudyRow } from "./trials.js";

/** A run after its batch size was changed. */
export interface KeptRateRow extends StudyRow {
  /** Budget and rate, as in "equal epochs, kept rate". */
  readonly condition: string;
  readonly budget: "equal epochs" | "equal updates";
  /** The config's own rate, the one tuned for the config's batch size, or one tuned for the run's. */
  readonly rate: "written" | "kept" | "tuned";
  /** Examples in a step. */
  readonly examples: number;
  /** Test accuracy in percent. */
  readonly accuracy: number;
  /** Test error in percent. */
  readonly error: number;
}

/**
 * What becomes of a config when its batch size is changed, and nothing else: its own learning rate or the
 * one tuned for its own batch size are kept; beside them, the rate tuned for the new batch size. The budget
 * is the config's in epochs and, beside it, as many updates as its own batch size makes of them. Every seed
 * runs every condition. The test part is read at the end of each run of the comparison.
 * @param config budget in epochs
 * @param options sizes include the config's batch size
 */
export async function keptRateStudy(
  data: Dataset,
  config: TrainConfig,
  { sizes, seeds, tuningSeeds, ...options }: Omit<BudgetStudyOptions, "budgets" | "anchor">,
): Promise<KeptRateRow[]> {
  const { batchSize: anchor, budget } = config;
  if (!("epochs" in budget)) return refuse("keptRateStudy", "budget must be in epochs", budget);
  if (!sizes.includes(anchor))
    refuse("keptRateStudy", "sizes must include the config's batch size", anchor);
  const n = split(data, { seed: 0 }).train.n;
  const steps = Math.round(budget.epochs * Math.ceil(n / resolveBatchSize(anchor, n)));
  const trials = sizes.flatMap((batchSize) =>
    seeds.map((seed) => ({ split: seed, config: { ...config, batchSize, seed } })),
  );
  const written = await runTrials(data, trials, { readTest: true, ...options });
  const { rows } = await budgetStudy(data, config, {
    ...{ sizes, seeds, tuningSeeds, anchor, ...options },
    budgets: { "equal epochs": budget, "equal updates": { steps } },
  });
  const named = (
    row: StudyRow,
    budgetName: KeptRateRow["budget"],
    rate: KeptRateRow["rate"],
  ): KeptRateRow => {
    const accuracy = 100 * (row.testAccuracy ?? Number.NaN);
    return {
      ...row,
      condition: `${budgetName}, ${rate} rate`,
      budget: budgetName,
      rate,
      examples: resolveBatchSize(row.batchSize, n),
      accuracy,
      error: 100 - accuracy,
    };
  };
  return [
    ...written.map((row) => named(row, "equal epochs", "written")),
    ...rows.map(({ budget: name, rate, ...row }) =>
      named(
        row,
        name === "equal epochs" ? name : "equal updates",
        rate === "tuned" ? rate : "kept",
      ),
    ),
  ];
}

/**
 * What an unchanged rate costs at equal epochs, in points of test accuracy: the tuned rate less the kept one
 * after the change to `some` and to `large`, and less the written one at `some`.
 */
export function keptRateCosts(
  rows: readonly KeptRateRow[],
  { some, large, rng }: { readonly some: number; readonly large: number; readonly rng: Rng },
): Record<"accuracy" | "large" | "written", PairedDifference> {
  const cost = (examples: number, rate: "kept" | "written"): PairedDifference => {
    const at = { budget: "equal epochs", examples };
    return differenceOf(rows, {
      a: { ...at, rate: "tuned" },
      b: { ...at, rate },
      value: "accuracy",
      rng: rng.fork(rate).fork(examples),
    });
  };
  return {
    accuracy: cost(some, "kept"),
    large: cost(large, "kept"),
    written: cost(some, "written"),
  };
}
