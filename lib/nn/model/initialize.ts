import { unreachable } from "../../check.js";
import type { Rng } from "../../random.js";
import type { Initialization } from "../config/spec.js";

/** Starting weights (inputs → outputs) and biases of one layer, drawn from `rng`. */
export function initialWeights(
  kind: Initialization,
  size: {
    readonly inputs: number;
    readonly outputs: number;
    readonly weights: number;
    readonly biases: number;
  },
  rng: Rng,
): { readonly weights: Float32Array; readonly bias: Float32Array } {
  const weights = new Float32Array(size.weights);
  const bias = new Float32Array(size.biases);
  const uniform = (bound: number) => (): number => bound * (2 * rng.uniform() - 1);
  switch (kind) {
    case "he": {
      const deviation = Math.sqrt(2 / size.inputs);
      return { weights: weights.map(() => deviation * rng.normal()), bias };
    }
    case "glorot":
      return { weights: weights.map(uniform(Math.sqrt(6 / (size.inputs + size.outputs)))), bias };
    case "pytorch": {
      const draw = uniform(1 / Math.sqrt(size.inputs));
      return { weights: weights.map(draw), bias: bias.map(draw) };
    }
    default:
      return unreachable(kind);
  }
}
