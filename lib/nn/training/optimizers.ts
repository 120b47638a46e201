import { unreachable } from "../../check.js";
import { adamNumbers, momentumOf, rmspropNumbers } from "../config/optimizer.js";
import type { OptimizerSpec } from "../config/spec.js";
import type { Device, Scalar, Tensor, UpdateRule } from "../device/device.js";

/** An optimizer on a device: a rule with state per parameter, and the numbers that change from step to step. */
export interface Optimizer {
  /** The update rule of one parameter, with its state. */
  rule(parameter: Tensor): UpdateRule;
  /** Sets the numbers of the next step, counted from 1. */
  prepare(step: number, learningRate: number): void;
}

/** The optimizer that a spec describes. */
export function buildOptimizer(spec: OptimizerSpec, device: Device, batchSize: number): Optimizer {
  const rate: Scalar = { value: spec.learningRate };
  const prepare = (_: number, learningRate: number): void => {
    rate.value = learningRate;
  };
  const state = (parameter: Tensor): Tensor => device.variable(parameter.shape);
  switch (spec.kind) {
    case "sgd":
      return { rule: () => ({ kind: "sgd", rate }), prepare };
    case "momentum":
    case "nesterov": {
      const { kind } = spec;
      const momentum = momentumOf(spec);
      return {
        rule: (parameter) => ({ kind, rate, momentum, velocity: state(parameter) }),
        prepare,
      };
    }
    case "rmsprop": {
      const { kind } = spec;
      const numbers = rmspropNumbers(spec);
      return {
        rule: (parameter) => ({
          kind,
          rate,
          ...numbers,
          meanSquare: state(parameter),
          velocity: state(parameter),
        }),
        prepare,
      };
    }
    case "adam":
    case "adamw":
      return adam(spec, rate, state, batchSize);
    default:
      return unreachable(spec);
  }
}

/**
 * Adam (Kingma & Ba 2015). The kernel computes p −= rate · m / (√v + ε) without bias corrections:
 * with c₁ = 1 − β₁ᵗ and c₂ = 1 − β₂ᵗ, η (m/c₁) / (√(v/c₂) + ε) = (η √c₂ / c₁) · m / (√v + ε √c₂).
 * The corrections use β as float32, as the kernels do: rounding 1 − 0.999 costs 5e-5 otherwise.
 */
function adam(
  spec: Extract<OptimizerSpec, { readonly kind: "adam" | "adamw" }>,
  rate: Scalar,
  state: (parameter: Tensor) => Tensor,
  batchSize: number,
): Optimizer {
  const { beta1, beta2, epsilon: floor } = adamNumbers(spec, batchSize);
  const first = Math.fround(beta1);
  const second = Math.fround(beta2);
  const epsilon: Scalar = { value: floor };
  return {
    rule: (parameter) => ({
      kind: "adam",
      rate,
      epsilon,
      beta1: first,
      beta2: second,
      mean: state(parameter),
      meanSquare: state(parameter),
    }),
    prepare(step, learningRate) {
      const root = Math.sqrt(1 - second ** step);
      rate.value = (learningRate * root) / (1 - first ** step);
      epsilon.value = floor * root;
    },
  };
}
