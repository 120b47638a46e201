import { type BatchSize, resolveBatchSize } from "../data/batches.js";
import type { TrainConfig } from "../nn/config/config.js";
import type { Candidate } from "./candidate.js";

/**
 * The same config at another learning rate.
 * @example
 * ```ts
 * import { type TrainConfig, withLearningRate } from "batchwise";
 *
 * const config: TrainConfig = {
 *   model: { kind: "linear" }, optimizer: { kind: "adam", learningRate: 1e-3 },
 *   batchSize: 32, budget: { epochs: 5 }, seed: 0,
 * };
 * console.log(withLearningRate(config, 0.01).optimizer);
 * // { kind: 'adam', learningRate: 0.01 }
 * ```
 */
export function withLearningRate(config: TrainConfig, learningRate: number): TrainConfig {
  return { ...config, optimizer: { ...config.optimizer, learningRate } };
}

/**
 * The candidates at the rate that the square-root rule gives them, rate × √(batch size ÷ reference): where a
 * tuning may start.
 * @param options.reference the batch size that the candidates' rates are for
 * @param options.n training examples: the rows of a full batch
 */
export function squareRootRates<C extends Candidate>(
  candidates: readonly C[],
  { reference, n }: { readonly reference: BatchSize; readonly n: number },
): C[] {
  return candidates.map((candidate) => {
    const { config } = candidate;
    return {
      ...candidate,
      config: atBatchSize({ ...config, batchSize: reference }, config.batchSize, n),
    };
  });
}

/** The config at another batch size, its rate scaled by the square root of their ratio: where a tuning may start. */
export function atBatchSize(config: TrainConfig, batchSize: BatchSize, n: number): TrainConfig {
  const ratio = resolveBatchSize(batchSize, n) / resolveBatchSize(config.batchSize, n);
  const { learningRate } = config.optimizer;
  return withLearningRate({ ...config, batchSize }, learningRate * Math.sqrt(ratio));
}
