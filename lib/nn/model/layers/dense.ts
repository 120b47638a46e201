import type { Rng } from "../../../random.js";
import type { Initialization } from "../../config/spec.js";
import { initialWeights } from "../initialize.js";
import type { Layer, ParameterSpec } from "./layer.js";

/** y = x · W + b, with W (inputs, outputs). */
export function dense(
  name: string,
  inputs: number,
  outputs: number,
  { initialization, rng }: { readonly initialization: Initialization; readonly rng: Rng },
): Layer {
  const size = { inputs, outputs, weights: inputs * outputs, biases: outputs };
  const initial = initialWeights(initialization, size, rng.fork(name));
  const weights: ParameterSpec = {
    name: `${name}/weights`,
    shape: [inputs, outputs],
    initial: initial.weights,
    role: "weights",
  };
  const bias: ParameterSpec = {
    name: `${name}/bias`,
    shape: [outputs],
    initial: initial.bias,
    role: "bias",
  };
  return {
    parameters: [weights, bias],
    record: (input, { device, variable, gradient }) => ({
      output: device.matmul(input, variable(weights), { bias: variable(bias) }),
      backward(dy, wanted) {
        gradient(weights, device.matmul(input, dy, { transposeA: true }));
        gradient(bias, device.columnSums(dy));
        return wanted.input
          ? device.matmul(dy, variable(weights), { transposeB: true })
          : undefined;
      },
    }),
  };
}
