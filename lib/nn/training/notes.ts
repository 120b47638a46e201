import type { AugmentSpec } from "../../augment/spec.js";
import type { TrainConfig } from "../config/config.js";
import { batchSizeAt, shareOf } from "../config/schedule.js";

/** What a reader of a run should know of its config, on `n` training examples: settings that do not do what they say. */
export function notesOf(config: TrainConfig, n: number): string[] {
  const { batchSize, budget, optimizer, warmup, augmentation } = config;
  const notes: string[] = [];
  if (typeof batchSize === "number" && batchSize > n)
    notes.push(
      `batchSize ${batchSize} is more than the ${n} training examples: every step takes all of them`,
    );
  const perEpoch = Math.ceil(n / batchSizeAt(config, 0, n));
  const end =
    "epochs" in budget
      ? { epoch: budget.epochs, step: budget.epochs * perEpoch }
      : { epoch: budget.steps / perEpoch, step: budget.steps };
  if (warmup && shareOf(warmup, end) < 1)
    notes.push("warmup is longer than the budget: the run never has its full learning rate");
  const decay =
    (config.weightDecay ?? 0) + (optimizer.kind === "adamw" ? (optimizer.weightDecay ?? 0.01) : 0);
  if (optimizer.learningRate * decay >= 1)
    notes.push(
      `learningRate · weightDecay is ${optimizer.learningRate * decay}: a step at the full rate shrinks every parameter to nothing or beyond`,
    );
  if (augmentation && mixes(augmentation) && batchSizeAt(config, 0, n) === 1)
    notes.push("mixup mixes the examples of a batch: a batch of one stays as it is");
  return notes;
}

function mixes(spec: AugmentSpec): boolean {
  return spec.kind === "compose" ? spec.steps.some(mixes) : spec.kind === "mixup";
}
