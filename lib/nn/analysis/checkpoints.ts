import type { TrainingSplits } from "../../data/dataset.js";
import { hostInterruption } from "../../interruption.js";
import type { TrainConfig } from "../config/config.js";
import { checkSplits, checkTraining } from "../config/validate.js";
import type { NamedWeights } from "../model/layers/layer.js";
import type { Metrics } from "../model/metrics.js";
import { TrainedModel } from "../model/trainedModel.js";
import { runLoop } from "../training/loop.js";
import type { HistoryRow, Run } from "../training/run.js";
import { finishedRun, openLearner, type TrainOptions } from "../training/train.js";
import type { StepRequest, StepResult, Trainee } from "../training/trainee.js";

/** A run with its model at every evaluation. */
export interface CheckpointedRun extends Run {
  /** The model at each row of the history. */
  readonly models: readonly TrainedModel[];
}

/** Passes everything on to a trainee, and keeps the weights whenever the training loop takes them. */
class Recorder implements Trainee {
  readonly taken: Float32Array[][] = [];
  readonly #trainee: Trainee;

  constructor(trainee: Trainee) {
    this.#trainee = trainee;
  }

  get bytes(): number | undefined {
    return this.#trainee.bytes;
  }

  weights(): Float32Array[] {
    const weights = this.#trainee.weights();
    this.taken.push(weights);
    return weights;
  }

  step(rows: Int32Array | undefined, request: StepRequest): StepResult {
    return this.#trainee.step(rows, request);
  }

  evaluate(part: "train" | "valid"): Metrics {
    return this.#trainee.evaluate(part);
  }

  named(weights: readonly Float32Array[]): NamedWeights[] {
    return this.#trainee.named(weights);
  }

  restore(weights: readonly Float32Array[]): void {
    this.#trainee.restore(weights);
  }

  dispose(): void {
    this.#trainee.dispose();
  }
}

/** Trains one model as `train` does, bit for bit, and keeps the model at every evaluation. */
export async function trainWithCheckpoints(
  splits: TrainingSplits,
  config: TrainConfig,
  options: TrainOptions = {},
): Promise<CheckpointedRun> {
  checkSplits("trainWithCheckpoints", splits);
  checkTraining("trainWithCheckpoints", splits, config);
  const { signal = hostInterruption(), onProgress } = options;
  const recorder = new Recorder(await openLearner(splits, config, options));
  try {
    const finished = await runLoop(recorder, config, splits, { signal, onProgress });
    const run = finishedRun(config, splits.train, finished);
    // The loop takes the weights once before its first evaluation, and once at each.
    const models = run.history.map((_, i) => {
      const weights = recorder.named(recorder.taken[i + 1]);
      return new TrainedModel({ ...run.model, weights });
    });
    return { ...run, models };
  } finally {
    recorder.dispose();
  }
}

/**
 * The first checkpoint whose training loss is at most `trainLoss`, to compare models at the same loss;
 * undefined if there is none.
 */
export function firstAtLoss(
  { history, models }: CheckpointedRun,
  { trainLoss }: { readonly trainLoss: number },
): { readonly row: HistoryRow; readonly model: TrainedModel } | undefined {
  const i = history.findIndex((row) => row.trainLoss <= trainLoss);
  return i < 0 ? undefined : { row: history[i], model: models[i] };
}
