export { ArgumentError } from "./check.js";
export { type BatchSize, batches, resolveBatchSize } from "./data/batches.js";
export { DataError } from "./data/dataError.js";
export { checkDataset, type Dataset, featuresOf, type Splits, take } from "./data/dataset.js";
export { loadDigits } from "./data/digits.js";
export { type IdxArray, parseIdx } from "./data/idx.js";
export { type SplitOptions, split } from "./data/split.js";
export type { EarlyStopping, Seed, TrainConfig } from "./nn/config.js";
export type { NamedWeights } from "./nn/layers/layer.js";
export type { LayersConfig, Outputs } from "./nn/layersLearner.js";
export { loadModel } from "./nn/loadModel.js";
export type { HistoryRow, Outcome, Progress, Run, Stopped } from "./nn/run.js";
export type {
  Activation,
  BatchNormSpec,
  Initialization,
  LossSpec,
  ModelSpec,
  OptimizerSpec,
  Schedule,
  Span,
} from "./nn/spec.js";
export { type TrainingSplits, type TrainOptions, train } from "./nn/train.js";
export { TrainedModel } from "./nn/trainedModel.js";
export { type LayersRun, type TrainLayersOptions, trainLayers } from "./nn/trainLayers.js";
export { type ManyProgress, type TrainManyOptions, trainMany } from "./nn/trainMany.js";
export { Rng } from "./random.js";
