import { refuse } from "../../check.js";
import { resolveBatchSize } from "../../data/batches.js";
import type { Dataset } from "../../data/dataset.js";
import { split } from "../../data/split.js";
import { runTrials, type StudyRow } from "../../experiment/runTrials.js";
import type { TrainConfig } from "../../nn/config/config.js";
import type { Span } from "../../nn/config/spec.js";
import { type BudgetStudyOptions, budgetStudy } from "./budgetStudy.js";

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
 * What becomes of a config when its batch size is changed and nothing else: its learning rate stays as
 * written, or the one tuned for its own batch size is kept; beside them, the rate tuned for the new size.
 * Each at equal epochs, as the config has them, and at the number of updates that its own batch size makes
 * of these. Every seed runs every condition. The test part is read at the end of each run of the comparison.
 * @param config budget in epochs
 * @param options sizes include the config's batch size
 */
export async function keptRateStudy(
  data: Dataset,
  config: TrainConfig,
  { sizes, seeds, tuningSeeds, ...options }: Omit<BudgetStudyOptions, "budgets" | "anchor">,
): Promise<KeptRateRow[]> {
  const { batchSize: anchor, budget: span } = config;
  if (!("epochs" in span)) return refuse("keptRateStudy", "budget must be in epochs", span);
  if (!sizes.includes(anchor))
    refuse("keptRateStudy", "sizes must include the config's batch size", anchor);
  const n = split(data, { seed: 0 }).train.n;
  const steps = Math.round(span.epochs * Math.ceil(n / resolveBatchSize(anchor, n)));
  const budgets: Readonly<Record<KeptRateRow["budget"], Span>> = {
    "equal epochs": span,
    "equal updates": { steps },
  };
  const rows: KeptRateRow[] = [];
  const add = (row: StudyRow, budget: KeptRateRow["budget"], rate: KeptRateRow["rate"]): void => {
    const accuracy = 100 * (row.testAccuracy ?? Number.NaN);
    const condition = `${budget}, ${rate} rate`;
    const examples = resolveBatchSize(row.batchSize, n);
    rows.push({ ...row, condition, budget, rate, examples, accuracy, error: 100 - accuracy });
  };
  for (const budget of ["equal epochs", "equal updates"] as const) {
    const trials = sizes.flatMap((batchSize) =>
      seeds.map((seed) => ({
        split: seed,
        config: { ...config, batchSize, budget: budgets[budget], seed },
      })),
    );
    for (const row of await runTrials(data, trials, { readTest: true, ...options }))
      add(row, budget, "written");
    const study = await budgetStudy(data, config, {
      ...{ sizes, seeds, tuningSeeds, anchor, ...options },
      budgets: { [budget]: budgets[budget] },
    });
    for (const row of study.rows) add(row, budget, row.rate === "tuned" ? "tuned" : "kept");
  }
  return rows;
}
