import { positiveNumber, refuse } from "../check.js";
import type { TrainingSplits } from "../data/dataset.js";
import { firstAtLoss, trainWithCheckpoints } from "../nn/analysis/checkpoints.js";
import type { TrainConfig } from "../nn/config/config.js";
import type { TrainedModel } from "../nn/model/trainedModel.js";
import type { HistoryRow } from "../nn/training/run.js";

/** A model at the first evaluation at which its training loss was at most `target`. */
export interface ModelAtLoss {
  readonly target: number;
  readonly row: HistoryRow;
  readonly model: TrainedModel;
}

/**
 * Trains one model until its training loss is at most the lowest of `losses`, or its budget is spent, and
 * gives the models at which it first was at most each of them; a loss that it never reached is left out.
 * The finer `config.evaluateEvery`, the closer the models are to the losses.
 */
export async function modelsAtLosses(
  splits: TrainingSplits,
  config: TrainConfig,
  { losses }: { readonly losses: readonly number[] },
): Promise<ModelAtLoss[]> {
  if (losses.length === 0) refuse("modelsAtLosses", "losses must hold at least one", 0);
  for (const loss of losses) positiveNumber("modelsAtLosses", "each of losses", loss);
  const lowest = Math.min(...losses);
  const enough = new AbortController();
  const run = await trainWithCheckpoints(splits, config, {
    signal: enough.signal,
    engine: "wasm", // It also runs on threads, where TensorFlow with its own would be too many.
    onProgress: ({ row }) => {
      if (row.trainLoss <= lowest) enough.abort();
    },
  });
  return losses.flatMap((target) => {
    const found = firstAtLoss(run, { trainLoss: target });
    return found ? [{ target, ...found }] : [];
  });
}
