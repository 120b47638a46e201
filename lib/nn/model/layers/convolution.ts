import type { Rng } from "../../../random.js";
import type { Initialization } from "../../config/spec.js";
import type { Convolution, Device } from "../../device/device.js";
import type { Sliding } from "../../device/sliding.js";
import { initialWeights } from "../initialize.js";
import type { Layer, ParameterSpec } from "./layer.js";

function convolutionOf(device: Device): Convolution {
  if (!device.convolution) throw new Error("cnn: the device must be able to convolve");
  return device.convolution;
}

export interface ConvolutionOptions extends Sliding {
  /** Of the filters. */
  readonly height: number;
  readonly width: number;
  readonly initialization: Initialization;
  readonly rng: Rng;
}

/** A convolution of images (rows, columns, channels), with W (height, width, channels, filters). */
export function convolution(
  name: string,
  channels: number,
  filters: number,
  { height, width, strides, padding, initialization, rng }: ConvolutionOptions,
): Layer {
  const area = height * width;
  const sliding: Sliding = { strides, padding };
  const initial = initialWeights(
    initialization,
    {
      inputs: area * channels,
      outputs: area * filters,
      weights: area * channels * filters,
      biases: filters,
    },
    rng.fork(name),
  );
  const weights: ParameterSpec = {
    name: `${name}/weights`,
    shape: [height, width, channels, filters],
    initial: initial.weights,
    role: "weights",
  };
  const bias: ParameterSpec = {
    name: `${name}/bias`,
    shape: [filters],
    initial: initial.bias,
    role: "bias",
  };
  return {
    parameters: [weights, bias],
    record(input, { device, variable, gradient }) {
      const convolve = convolutionOf(device);
      const kernel = variable(weights);
      return {
        output: convolve.convolve(input, kernel, variable(bias), sliding),
        backward(dy, wanted) {
          gradient(weights, convolve.filterGradient(input, kernel, dy, sliding));
          gradient(bias, convolve.channelSums(dy));
          return wanted.input ? convolve.inputGradient(input, kernel, dy, sliding) : undefined;
        },
      };
    },
  };
}

/** The largest of each 2 × 2 square; an odd last row or column is left out. */
export function maxPool(): Layer {
  return {
    parameters: [],
    record(input, { device }) {
      const { maxPool: pool, maxPoolGradient } = convolutionOf(device);
      const output = pool(input);
      return { output, backward: (dy) => maxPoolGradient(input, output, dy) };
    },
  };
}

/** Images as rows of numbers. */
export function flatten(): Layer {
  return {
    parameters: [],
    record(input, { device }) {
      const { reshape } = convolutionOf(device);
      const [n, ...rest] = input.shape;
      const output = reshape(input, [n, rest.reduce((product, d) => product * d, 1)]);
      return { output, backward: (dy) => reshape(dy, input.shape) };
    },
  };
}
