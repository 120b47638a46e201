import type { Convolution, Tensor } from "../device.js";
import { convolvedShape } from "../sliding.js";
import type { TensorflowTape } from "./tape.js";

/** Convolutions by TensorFlow. */
export function tensorflowConvolution(tape: TensorflowTape): Convolution {
  const { bias: biasAttributes, convolve, pool, reshape } = tape.attributes;
  return {
    convolve(x, filters, bias, sliding) {
      const shape = convolvedShape(x.shape, filters.shape, sliding);
      const product = tape.op("Conv2D", convolve(filters.shape, sliding), [x, filters], shape);
      return tape.op("BiasAdd", biasAttributes, [product, bias], shape);
    },
    inputGradient(x, filters, dy, sliding) {
      const size = tape.integers(x.shape);
      return tape.op(
        "Conv2DBackpropInput",
        convolve(filters.shape, sliding),
        [size, filters, dy],
        x.shape,
      );
    },
    filterGradient(x, filters, dy, sliding) {
      const size = tape.integers(filters.shape);
      return tape.op(
        "Conv2DBackpropFilter",
        convolve(filters.shape, sliding),
        [x, size, dy],
        filters.shape,
      );
    },
    channelSums: (dy) => tape.op("BiasAddGrad", biasAttributes, [dy], [dy.shape[3]]),
    maxPool(x) {
      const [n, rows, columns, channels] = x.shape;
      const shape = [n, Math.floor(rows / 2), Math.floor(columns / 2), channels];
      return tape.op("MaxPool", pool, [x], shape);
    },
    maxPoolGradient: (x, y, dy) => tape.op("MaxPoolGrad", pool, [x, y, dy], x.shape),
    reshape: (x: Tensor, shape: readonly number[]) =>
      tape.op("Reshape", reshape, [x, tape.integers(shape)], shape),
  };
}
