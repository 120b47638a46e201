/**
 * Networks: what a run is described by, training, and trained models.
 * @module batchwise/nn
 */

export { hostInterruption } from "../interruption.js";
export type { EarlyStopping, Seed, TrainConfig } from "./config/config.js";
export type {
  Activation,
  AdamSpec,
  BatchNormSpec,
  CnnSpec,
  Initialization,
  LinearSpec,
  LossSpec,
  MlpSpec,
  ModelSpec,
  OptimizerSpec,
  Schedule,
  Span,
} from "./config/spec.js";
export type { Engine } from "./device/engine.js";
export type { NamedWeights } from "./model/layers/layer.js";
export { loadModel } from "./model/loadModel.js";
export type { Metrics } from "./model/metrics.js";
export type { ModelParts } from "./model/modelParts.js";
export { TrainedModel } from "./model/trainedModel.js";
export type { LayersConfig, Outputs } from "./tfjsLayers/layersConfig.js";
export { type LayersRun, type TrainLayersOptions, trainLayers } from "./tfjsLayers/trainLayers.js";
export type { HistoryRow, Outcome, Progress, Run, Stopped } from "./training/run.js";
export { type RunCard, runCard } from "./training/runCard.js";
export { type TrainOptions, train } from "./training/train.js";
export {
  type ManyProgress,
  type TrainManyOptions,
  trainEach,
  trainMany,
} from "./training/trainMany.js";
