import type { Convolution, Device, Tensor } from "../device.js";
import { convolvedShape, type Sliding } from "../sliding.js";
import { PER_PATCH_VALUE } from "./costs.js";
import type { WasmTape } from "./tape.js";

/** Convolutions as matrix products with what lies under the filters at each place laid out in a row ("im2col"). */
export function wasmConvolution(
  tape: WasmTape,
  device: Pick<Device, "matmul" | "columnSums">,
): Convolution {
  /** What the last convolution of each input laid out, for its filters' gradient. */
  const laidOut = new Map<number, Tensor>();

  /** A call on each image of `shape`, which lays out or reads `size` values in all. */
  const images = (shape: readonly number[], size: number) => ({
    length: shape[0],
    nanoseconds: size * PER_PATCH_VALUE,
  });

  /** The numbers that say how filters slide over images, as the kernels take them. */
  const sizes = (
    [, rows, cols, channels]: readonly number[],
    [height, width]: readonly number[],
    { strides, padding }: Sliding,
  ): number[] => [rows, cols, channels, height, width, ...strides, ...padding];

  const patchesOf = (x: Tensor, filters: Tensor, sliding: Sliding): Tensor => {
    const [n, rows, cols, channels] = x.shape;
    const [, outRows, outCols] = convolvedShape(x.shape, filters.shape, sliding);
    const { address, stride } = tape.matrix(x);
    const out = tape.variable([
      n * outRows * outCols,
      filters.shape[0] * filters.shape[1] * channels,
    ]);
    const [image, laid] = [rows * cols * stride, outRows * outCols * out.stride];
    const how = sizes(x.shape, filters.shape, sliding);
    return tape.call(out, "patches", images(x.shape, out.size), (patches, first, count) =>
      patches(
        address + first * image,
        count,
        stride,
        out.address + first * laid,
        out.stride,
        ...how,
      ),
    );
  };

  return {
    convolve(x, filters, bias, sliding) {
      const patches = patchesOf(x, filters, sliding);
      laidOut.set(x.id, patches);
      const shape = convolvedShape(x.shape, filters.shape, sliding);
      return tape.view(device.matmul(patches, filters, { bias }), shape);
    },
    inputGradient(x, filters, dy, sliding) {
      const patches = tape.matrix(device.matmul(dy, filters, { transposeB: true }));
      const { address, stride, size } = patches;
      const out = tape.variable(x.shape);
      const [n, rows, cols] = x.shape;
      const [laid, image] = [(patches.rows / n) * stride, rows * cols * out.stride];
      const how = sizes(x.shape, filters.shape, sliding);
      return tape.call(out, "addPatches", images(x.shape, size), (add, first, count) =>
        add(address + first * laid, count, stride, out.address + first * image, out.stride, ...how),
      );
    },
    filterGradient(x, filters, dy, sliding) {
      const patches = laidOut.get(x.id) ?? patchesOf(x, filters, sliding);
      return tape.view(device.matmul(patches, dy, { transposeA: true }), filters.shape);
    },
    channelSums: (dy) => device.columnSums(dy),
    maxPool(x) {
      const [n, rows, cols, channels] = x.shape;
      const { address, stride, size } = tape.matrix(x);
      const out = tape.variable([n, Math.floor(rows / 2), Math.floor(cols / 2), channels]);
      const [before, after] = [rows * cols * stride, (out.rows / n) * stride];
      return tape.call(out, "maxPool", images(x.shape, size), (maxPool, first, count) =>
        maxPool(address + first * before, count, rows, cols, stride, out.address + first * after),
      );
    },
    maxPoolGradient(x, y, dy) {
      const [n, rows, cols] = x.shape;
      const { address, stride, size } = tape.matrix(x);
      const largest = tape.matrix(y);
      const slopes = tape.address(dy);
      const out = tape.variable(x.shape);
      const [before, after] = [rows * cols * stride, (largest.rows / n) * stride];
      return tape.call(out, "maxPoolGradient", images(x.shape, size), (gradient, first, count) => {
        const [at, pooled] = [first * before, first * after];
        return gradient(
          address + at,
          largest.address + pooled,
          slopes + pooled,
          count,
          rows,
          cols,
          stride,
          out.address + at,
        );
      });
    },
    reshape(x, shape) {
      const { address, stride, rows, columns } = tape.matrix(x);
      const out = tape.variable(shape);
      return tape.run(out, () =>
        tape.kernels.reshape(address, stride, rows, columns, out.address, out.stride, out.columns),
      );
    },
  };
}
