import { type BatchSize, resolveBatchSize } from "../data/batches.js";
import type { TrainConfig } from "../nn/config/config.js";

/** The same config at another learning rate. */
export function withLearningRate(config: TrainConfig, learningRate: number): TrainConfig {
  return { ...config, optimizer: { ...config.optimizer, learningRate } };
}

/** The config at another batch size, its rate scaled by the square root of their ratio: where a tuning may start. */
export function atBatchSize(config: TrainConfig, batchSize: BatchSize, n: number): TrainConfig {
  const ratio = resolveBatchSize(batchSize, n) / resolveBatchSize(config.batchSize, n);
  const { learningRate } = config.optimizer;
  return withLearningRate({ ...config, batchSize }, learningRate * Math.sqrt(ratio));
}
