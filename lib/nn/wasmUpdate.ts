import { unreachable } from "../check.js";
import type { Program, Tensor, UpdateRule } from "./device.js";
import type { Kernels } from "./wasmKernels.js";

/** A matrix in the heap. Rows are padded with zeros to a multiple of four columns, one vector. */
export interface WasmMatrix extends Tensor {
  readonly address: number;
  readonly rows: number;
  readonly columns: number;
  /** Values with the padding. */
  readonly size: number;
  /** Bytes from one row to the next. */
  readonly stride: number;
}

/** The kernel call of one update rule for `n` parameters at address `p` with gradients at `g`. */
export function wasmUpdate(
  kernels: Kernels,
  p: number,
  g: number,
  n: number,
  rule: UpdateRule,
  at: (tensor: Tensor) => number,
): Program {
  const { rate } = rule;
  switch (rule.kind) {
    case "sgd":
      return () => kernels.sgd(p, g, n, rate.value);
    case "momentum":
    case "nesterov": {
      const kernel = kernels[rule.kind];
      const velocity = at(rule.velocity);
      return () => kernel(p, g, velocity, n, rate.value, rule.momentum);
    }
    case "rmsprop": {
      const [square, velocity] = [at(rule.meanSquare), at(rule.velocity)];
      const { decay, momentum, epsilon } = rule;
      return () => kernels.rmsprop(p, g, square, velocity, n, rate.value, decay, momentum, epsilon);
    }
    case "adam": {
      const [mean, square] = [at(rule.mean), at(rule.meanSquare)];
      const { beta1, beta2, epsilon } = rule;
      return () => kernels.adam(p, g, mean, square, n, rate.value, beta1, beta2, epsilon.value);
    }
    default:
      return unreachable(rule);
  }
}
