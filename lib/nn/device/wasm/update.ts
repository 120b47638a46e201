import { unreachable } from "../../../check.js";
import type { PartOfCall } from "../../../wasm/kernels.js";
import type { Tensor, UpdateRule } from "../device.js";

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

/** The kernel's call of an update rule for parameters at address `p` with gradients at `g`. */
export function wasmUpdate(
  p: number,
  g: number,
  rule: UpdateRule,
  address: (tensor: Tensor) => number,
): PartOfCall {
  const { rate } = rule;
  switch (rule.kind) {
    case "sgd":
      return (sgd, first, n) => sgd(p + 4 * first, g + 4 * first, n, rate.value);
    case "momentum":
    case "nesterov": {
      const v = address(rule.velocity);
      return (kernel, first, n) => {
        const at = 4 * first;
        return kernel(p + at, g + at, v + at, n, rate.value, rule.momentum);
      };
    }
    case "rmsprop": {
      const [s, v] = [address(rule.meanSquare), address(rule.velocity)];
      const { decay, momentum, epsilon } = rule;
      return (rmsprop, first, n) => {
        const at = 4 * first;
        return rmsprop(p + at, g + at, s + at, v + at, n, rate.value, decay, momentum, epsilon);
      };
    }
    case "adam": {
      const [m, v] = [address(rule.mean), address(rule.meanSquare)];
      const { beta1, beta2, epsilon } = rule;
      return (adam, first, n) => {
        const at = 4 * first;
        return adam(p + at, g + at, m + at, v + at, n, rate.value, beta1, beta2, epsilon.value);
      };
    }
    default:
      return unreachable(rule);
  }
}
