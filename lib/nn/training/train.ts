import { type Dataset, outputWidth, type TrainingSplits } from "../../data/dataset.js";
import { hostInterruption } from "../../interruption.js";
import { lossOf, type TrainConfig } from "../config/config.js";
import { batchSizeAt } from "../config/schedule.js";
import { streamsOf } from "../config/streams.js";
import { checkSplits, checkTraining } from "../config/validate.js";
import { chooseEngine, type Engine, openDevice } from "../device/engine.js";
import { unitOf } from "../model/modelParts.js";
import { buildNetwork } from "../model/network.js";
import { TrainedModel } from "../model/trainedModel.js";
import { Learner } from "./learner.js";
import type { Finished } from "./loop.js";
import { runLoop } from "./loop.js";
import type { Progress, Run } from "./run.js";

/**
 * How one run is watched, stopped and started, and where it computes. The config alone says what is trained.
 */
export interface TrainOptions {
  /** Stops the run, which then returns its history so far. Default the notebook's interruption, if there is one. */
  readonly signal?: AbortSignal;
  /** Called about fifty times a second. */
  readonly onProgress?: (progress: Progress) => void;
  /** Starting values in place of the initialisation, one array per entry of `run.model.weights`. */
  readonly initialWeights?: readonly Float32Array[];
  /** Default the faster one for the model and the batch size. */
  readonly engine?: Engine;
}

/**
 * Trains one model and evaluates it on `train` and `valid` as it goes. The same splits and config give
 * the same run, bit for bit, on the same machine.
 * @throws ArgumentError for a config or data that cannot be used, before any work
 * @example
 * ```ts
 * import { loadDigits, split, train } from "batchwise";
 *
 * const splits = split(loadDigits(), { seed: 0 });
 * const run = await train(splits, {
 *   model: { kind: "mlp", hidden: [32] }, optimizer: { kind: "sgd", learningRate: 0.1 },
 *   batchSize: 32, budget: { epochs: 20 }, seed: 0,
 * });
 * console.log(run.stopped, run.history.length); // budget 21
 * console.log(run.history.at(-1)?.validAccuracy.toFixed(1)); // 0.9
 * ```
 */
export async function train(
  splits: TrainingSplits,
  config: TrainConfig,
  options: TrainOptions = {},
): Promise<Run> {
  checkSplits("train", splits);
  checkTraining("train", splits, config);
  const { signal = hostInterruption(), onProgress } = options;
  const learner = await openLearner(splits, config, options);
  try {
    const finished = await runLoop(learner, config, splits, { signal, onProgress });
    return finishedRun(config, splits.train, finished);
  } finally {
    learner.dispose();
  }
}

/** The model of a config in its starting state, on a device. */
export async function openLearner(
  splits: TrainingSplits,
  config: TrainConfig,
  { initialWeights, engine }: Pick<TrainOptions, "initialWeights" | "engine"> = {},
): Promise<Learner> {
  const { shape, n } = splits.train;
  const batchSize = batchSizeAt(config, 0, n);
  const network = buildNetwork(config.model, {
    shape,
    outputs: outputWidth(splits.train),
    ...streamsOf(config.seed),
  });
  const device = await openDevice(engine ?? chooseEngine(config.model, splits.train, batchSize));
  const learner = new Learner(device, network, config, { ...splits, batchSize });
  if (initialWeights) learner.restore(initialWeights);
  return learner;
}

/** The run of a finished loop. */
export function finishedRun(
  config: TrainConfig,
  data: Pick<Dataset, "shape" | "classes" | "target">,
  { outcome, weights }: Finished,
): Run {
  const { shape, classes, target } = data;
  const model = new TrainedModel({
    spec: config.model,
    loss: lossOf(config, data).kind,
    shape,
    classes,
    ...(target && { target: unitOf(target) }),
    weights,
  });
  return { config, ...outcome, model };
}
