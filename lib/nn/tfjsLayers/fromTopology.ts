import type { Dataset, TrainingSplits } from "../../data/dataset.js";
import { loadTensorflow } from "../device/tensorflow/load.js";
import type { LayersModel } from "../model/layersModelType.js";
import type { Metrics } from "../model/metrics.js";
import type { Trainee } from "../training/trainee.js";
import type { LayersConfig } from "./layersConfig.js";
import { type LayersModelSpec, seeded } from "./layersModelSpec.js";
import { LayersLearner } from "./learner.js";
import { outputsOf } from "./trainLayers.js";

/** A model of tfjs layers from its topology, its weights drawn by the seed; the caller disposes of it. */
export async function layersModelFrom(spec: LayersModelSpec, seed: number): Promise<LayersModel> {
  const tf = await loadTensorflow("layersModelFrom");
  const modelTopology = JSON.parse(JSON.stringify(seeded(spec, seed)));
  return await tf.models.modelFromJSON({ modelTopology });
}

/** The model in training at the config's batch size, step by step. */
export async function openLayersLearner(
  model: LayersModel,
  splits: TrainingSplits,
  config: LayersConfig,
): Promise<Trainee & Pick<LayersLearner, "logits">> {
  const tf = await loadTensorflow("openLayersLearner");
  const batchSize = config.batchSize === "full" ? splits.train.n : config.batchSize;
  return new LayersLearner(tf, model, config, {
    ...splits,
    batchSize,
    outputs: outputsOf(model),
  });
}

/** Loss, accuracy and logits (n, outputs) of a model on data. */
export async function evaluateLayers(
  model: LayersModel,
  data: Dataset,
  config: LayersConfig,
): Promise<Metrics & { readonly logits: Float32Array }> {
  const learner = await openLayersLearner(model, { train: data, valid: data }, config);
  try {
    return { ...learner.evaluate("valid"), logits: learner.logits("valid") };
  } finally {
    learner.dispose();
  }
}
