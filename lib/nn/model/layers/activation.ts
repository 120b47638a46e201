import type { Activation } from "../../config/spec.js";
import type { Layer } from "./layer.js";

/** An elementwise nonlinearity. */
export function activation(kind: Activation): Layer {
  return {
    parameters: [],
    record(input, { device }) {
      const output = device.activation(kind, input);
      return { output, backward: (dy) => device.activationGradient(kind, input, output, dy) };
    },
  };
}
