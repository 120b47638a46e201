import type { TargetRow } from "../../experiment/toTarget.js";
import type { Rng } from "../../random.js";
import { groupRows, overlapOf } from "../../rows/groups.js";
import type { Estimate } from "../../stats/estimate.js";
import { hyperbola, type StepsToTarget } from "../../stats/hyperbola.js";

/** A run to the target, as far as the fit needs it. */
export type StepsTaken = Pick<TargetRow, "batchRows" | "seed" | "steps"> &
  Partial<Pick<TargetRow, "overlap">> & { readonly optimizer: string };

/** The critical batch size of an optimizer, the bend of its curve of steps to the target, over seeds. */
export interface CriticalBatchSize extends Estimate {
  readonly optimizer: string;
  /** Steps that remain however large the batch is. */
  readonly leastSteps: number;
}

/**
 * For each optimizer the fit steps = least + examples/B, over at least three batch sizes (see `hyperbola`). Where each
 * seed found its own rates, as in rows of `toTarget`, the interval holds the scatter of the tuning; where seeds divide
 * the same data it is widened by their overlap.
 */
export function criticalBatchSizes(
  rows: readonly StepsTaken[],
  { rng }: { readonly rng: Rng },
): CriticalBatchSize[] {
  return groupRows(rows, ["optimizer"]).map((own, i) => {
    const { criticalBatchSize, leastSteps } = hyperbola(stepsPoints(own), {
      rng: rng.fork(i),
      overlap: overlapOf("criticalBatchSizes", own),
    });
    return { optimizer: own[0].optimizer, ...criticalBatchSize, leastSteps };
  });
}

/** One point for each batch size, seeds in the same order at each. */
export function stepsPoints(rows: readonly StepsTaken[]): StepsToTarget[] {
  return groupRows(rows, ["batchRows"]).map((runs) => ({
    batchSize: runs[0].batchRows,
    steps: runs.map(({ steps }) => steps),
  }));
}
