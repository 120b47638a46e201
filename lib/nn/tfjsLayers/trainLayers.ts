import { oneOf, refuse } from "../../check.js";
import { outputWidth, type TrainingSplits } from "../../data/dataset.js";
import { hostInterruption } from "../../interruption.js";
import { checkNormalisation } from "../config/normalisation.js";
import { batchSizeAt } from "../config/schedule.js";
import { checkSplits, checkTraining } from "../config/validate.js";
import { loadTensorflow } from "../device/tensorflow/load.js";
import type { LayersModel } from "../model/layersModelType.js";
import { runLoop } from "../training/loop.js";
import type { Outcome } from "../training/run.js";
import type { TrainOptions } from "../training/train.js";
import type { LayersConfig, Outputs } from "./layersConfig.js";
import { LayersLearner } from "./learner.js";

/** What a layers model gives, and how its training is watched and stopped. */
export interface TrainLayersOptions extends Pick<TrainOptions, "signal" | "onProgress"> {
  /** What the model gives. Default "probabilities" if its last layer is a softmax, else "logits". */
  readonly outputs?: Outputs;
}

/** A finished run of a model of tfjs layers. */
export interface LayersRun extends Outcome {
  /** As it was given. */
  readonly config: LayersConfig;
  /** The model that was given, trained; it is still the caller's to dispose of. */
  readonly model: LayersModel;
}

/**
 * Trains a model of tfjs layers in place, with the batches, optimizers, schedules and history of `train`.
 * The order of the examples follows the seed; a dropout layer of tfjs follows its own.
 * @throws ArgumentError for a config, data or model that cannot be used, before any work; Error where
 * `@tensorflow/tfjs-node`, which the package leaves to its users, is not to be had
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs-node";
 * import { loadDigits, split, trainLayers } from "batchwise";
 *
 * const splits = split(loadDigits(), { seed: 0 });
 * const model = tf.sequential();
 * model.add(tf.layers.dense({ units: 10, inputShape: [64], activation: "softmax" }));
 * const run = await trainLayers(model, splits, {
 *   optimizer: { kind: "adam", learningRate: 0.01 },
 *   batchSize: 64, budget: { epochs: 5 }, seed: 0,
 * });
 * console.log(run.stopped, (run.history.at(-1)?.validAccuracy ?? 0) > 0.8); // budget true
 * model.dispose();
 * ```
 */
export async function trainLayers(
  model: LayersModel,
  splits: TrainingSplits,
  config: LayersConfig,
  options: TrainLayersOptions = {},
): Promise<LayersRun> {
  const who = "trainLayers";
  const tf = await loadTensorflow(who);
  if (!(model instanceof tf.LayersModel))
    refuse(who, "model must be a LayersModel of this @tensorflow/tfjs-node", model);
  checkSplits(who, splits);
  const whole = { ...config, model: { kind: "linear" } } as const;
  checkTraining(who, splits, whole);
  checkShapes(who, model, splits);
  if (normalisesExamples(model)) checkNormalisation(who, "config", whole, { n: splits.train.n });
  const { signal = hostInterruption(), onProgress, outputs = outputsOf(model) } = options;
  oneOf(who, "options.outputs", outputs, ["logits", "probabilities"]);
  const batchSize = batchSizeAt(whole, 0, splits.train.n);
  const learner = new LayersLearner(tf, model, config, { ...splits, batchSize, outputs });
  try {
    const { outcome, weights } = await runLoop(learner, whole, splits, { signal, onProgress });
    learner.restore(weights.map(({ values }) => values));
    return { ...outcome, config, model };
  } finally {
    learner.dispose();
  }
}

/** What a model gives: probabilities if its last layer is a softmax. */
export function outputsOf(model: LayersModel): Outputs {
  const config = model.layers[model.layers.length - 1].getConfig();
  return config["activation"] === "softmax" ? "probabilities" : "logits";
}

/**
 * Whether a batch norm layer, also of a model within the model, has one value of each channel in an example: in
 * images the places are values too, and one example is a group of many.
 */
function normalisesExamples({ layers }: LayersModel): boolean {
  return layers.some((layer) => {
    const parts: unknown = Reflect.get(layer, "layers");
    if (Array.isArray(parts)) return normalisesExamples(layer as LayersModel);
    if (layer.getClassName() !== "BatchNormalization") return false;
    const inputs = layer.getInputAt(0);
    const { shape } = Array.isArray(inputs) ? inputs[0] : inputs;
    const axis = Number(layer.getConfig()["axis"] ?? -1);
    const channels = axis < 0 ? shape.length + axis : axis;
    // A size that the model leaves open is taken to be more than 1.
    return shape.every((size, i) => i === 0 || i === channels || size === 1);
  });
}

function checkShapes(who: string, model: LayersModel, { train }: TrainingSplits): void {
  if (model.inputs.length !== 1 || model.outputs.length !== 1)
    refuse(who, "model must have one input and one output", model.inputs.length);
  const features = train.shape.reduce((product, d) => product * d, 1);
  const wanted = model.inputs[0].shape.slice(1).reduce<number>((p, d) => p * (d ?? 1), 1);
  if (wanted !== features) refuse(who, `model must take the examples' ${features} values`, wanted);
  const units = model.outputs[0].shape.at(-1);
  const outputs = outputWidth(train);
  if (units !== outputs)
    refuse(
      who,
      `model must give ${train.target ? "1 output, the real target" : `${outputs} outputs, one per class`}`,
      units,
    );
}
