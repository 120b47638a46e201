import type { LayersConfig } from "../../nn/tfjsLayers/layersConfig.js";
import type { AdviseBudget, Length } from "../request.js";
import type { Settings } from "../settings.js";
import type { Asked } from "../trainer.js";

/** Long enough for small networks on small data to stop improving: 60 epochs, or 3,000 updates if those are more. */
const TO_CONVERGENCE: Length = { epochs: 60, steps: 3000 };
const EVALUATIONS = 30;
const LEAST_EVALUATIONS = 5;
/** Evaluations in a row without a better validation loss that end a run: a third of them. */
const PATIENCE = 10;

/** The length that was asked for; else a share of that to convergence. */
export function lengthOf({ epochs, steps }: AdviseBudget, share: number): Length {
  if (epochs !== undefined) return { epochs, steps: 0 };
  if (steps !== undefined) return { epochs: 0, steps };
  return { epochs: share * TO_CONVERGENCE.epochs, steps: share * TO_CONVERGENCE.steps };
}

/** Updates of a training at a batch size; `share` is that of a rung. */
export function stepsOf(
  { epochs, steps }: Length,
  batchSize: number,
  n: number,
  share = 1,
): number {
  const perEpoch = Math.ceil(n / Math.min(batchSize, n));
  return Math.max(1, Math.round(share * Math.max(epochs * perEpoch, steps)));
}

/** Updates between two evaluations of a training. */
export function evaluateEvery(steps: number, batchSize: number, n: number): number {
  // No more often than every second epoch, or evaluating would cost more than training.
  const twoEpochs = Math.ceil((2 * n) / Math.min(batchSize, n));
  const rarely = Math.max(Math.ceil(steps / EVALUATIONS), twoEpochs);
  return Math.min(rarely, Math.ceil(steps / LEAST_EVALUATIONS));
}

/** All of a training but the model: the weights of the best validation are kept. */
export function configOf(
  { optimizer }: Pick<Settings, "optimizer">,
  n: number,
  { batchSize, learningRate, steps, seed }: Asked,
): LayersConfig {
  return {
    optimizer: { kind: optimizer, learningRate },
    batchSize,
    budget: { steps },
    seed,
    evaluateEvery: { steps: evaluateEvery(steps, batchSize, n) },
    earlyStopping: { patience: PATIENCE },
  };
}
