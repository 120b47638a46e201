import type { Device, Scalar, Tensor } from "../../device/device.js";

/** An array of a model: its values, row-major, with its name and shape. */
export interface NamedWeights {
  /** Layer and role, as in "hidden0/weights". */
  readonly name: string;
  /** Weights are (inputs, outputs). */
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A trained array of a layer with where it starts. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initial: Float32Array;
  /** Weights feel l1 and l2, biases and the like do not; statistics are not trained at all. */
  readonly role: "weights" | "bias" | "statistic";
}

/** What a layer needs to know while it records its calls. */
export interface Recording {
  readonly device: Device;
  /** In training, units drop out and batch norm uses the batch's own statistics. */
  readonly training: boolean;
  /** The number of the step. */
  readonly step: Scalar;
  /** The device's variable of a parameter of the model. */
  variable(parameter: ParameterSpec): Tensor;
  /** Called in the backward pass with the gradient of each trained parameter. */
  gradient(parameter: ParameterSpec, gradient: Tensor): void;
}

/** The recorded forward pass of a layer, and how to record its backward pass. */
export interface Recorded {
  readonly output: Tensor;
  /** Records the gradients by the parameters; gives that by the input, computed only if asked for. */
  backward(gradient: Tensor, wanted: { readonly input: boolean }): Tensor | undefined;
}

export interface Layer {
  readonly parameters: readonly ParameterSpec[];
  record(input: Tensor, recording: Recording): Recorded;
}
