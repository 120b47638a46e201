import type { TrainConfig } from "./config.js";
import type { AdamSpec, OptimizerSpec } from "./spec.js";

/** Adam's numbers with defaults filled in, β2 scaled to the batch size where the spec asks for it. */
export interface AdamNumbers {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** @param batchSize examples in a step */
export function adamNumbers(
  { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, beta2Reference }: AdamSpec,
  batchSize: number,
): AdamNumbers {
  const scaled = beta2Reference ? beta2 ** (batchSize / beta2Reference.batchSize) : beta2;
  return { beta1, beta2: scaled, epsilon };
}

/** Share of its velocity that a step keeps. */
export function momentumOf({
  momentum = 0.9,
}: Extract<OptimizerSpec, { readonly kind: "momentum" | "nesterov" }>): number {
  return momentum;
}

/** RMSprop's numbers with defaults filled in. */
export function rmspropNumbers({
  decay = 0.99,
  epsilon = 1e-8,
  momentum = 0,
}: Extract<OptimizerSpec, { readonly kind: "rmsprop" }>): {
  readonly decay: number;
  readonly epsilon: number;
  readonly momentum: number;
} {
  return { decay, epsilon, momentum };
}

/** Share of every parameter that a step takes away per unit of learning rate: the config's and AdamW's own. */
export function weightDecayOf({
  optimizer,
  weightDecay = 0,
}: Pick<TrainConfig, "optimizer" | "weightDecay">): number {
  return weightDecay + (optimizer.kind === "adamw" ? (optimizer.weightDecay ?? 0.01) : 0);
}

/** By what a step multiplies every parameter before it moves it (Loshchilov & Hutter 2019, "decoupled"). */
export function shrinkage(weightDecay: number, learningRate: number): number {
  return 1 - learningRate * weightDecay;
}

/** By what a gradient is multiplied so that its norm is at most `clipNorm`: 1 if it is already. */
export function clipFactor(gradientNorm: number, clipNorm: number): number {
  return gradientNorm > clipNorm ? clipNorm / gradientNorm : 1;
}
