import { positiveNumber } from "../../check.js";
import { type BatchSize, resolveBatchSize } from "../../data/batches.js";
import type { Dataset } from "../../data/dataset.js";
import { split } from "../../data/split.js";
import type { TrainConfig } from "../../nn/config/config.js";
import type { OptimizerSpec } from "../../nn/config/spec.js";

/** How an optimizer's learning rate grows with the batch size B: rate / (1 + knee/B)^exponent, one knee for all. */
export interface RateRule {
  /** With the rate that is approached at large batches. */
  readonly optimizer: OptimizerSpec;
  /** 1 for SGD, .5 to 1 for Adam. */
  readonly exponent: number;
}

/** The rule of every optimizer, and the batch sizes to which it is applied. */
export interface RateRulesOptions {
  /** By the name that the optimizer has in the rows. */
  readonly rules: Readonly<Record<string, RateRule>>;
  /** The batch size from which on the rates grow slowly. */
  readonly knee: number;
  readonly sizes: readonly BatchSize[];
}

/**
 * A config for every optimizer and batch size, at the rule's rate: where a search for the best one starts
 * (McCandlish et al. 2018, 1812.06162). Budget and seed are the smallest there are, for a study to replace.
 */
export function rateRuleConfigs(
  data: Dataset,
  base: Omit<TrainConfig, "optimizer" | "batchSize" | "budget" | "seed">,
  { rules, knee, sizes }: RateRulesOptions,
): { readonly optimizer: string; readonly config: TrainConfig }[] {
  positiveNumber("rateRuleConfigs", "knee", knee);
  const n = split(data, { seed: 0 }).train.n;
  return Object.entries(rules).flatMap(([name, { optimizer, exponent }]) =>
    sizes.map((batchSize) => {
      const share = (1 + knee / resolveBatchSize(batchSize, n)) ** -exponent;
      const learningRate = optimizer.learningRate * share;
      const own = { optimizer: { ...optimizer, learningRate }, batchSize };
      return { optimizer: name, config: { ...base, ...own, budget: { steps: 1 }, seed: 0 } };
    }),
  );
}
