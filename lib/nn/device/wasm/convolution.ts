import type { Convolution, Device, Tensor } from "../device.js";
import { PER_PATCH_VALUE } from "./costs.js";
import type { WasmTape } from "./tape.js";

/** Convolutions as matrix products with each pixel's surroundings laid out in a row ("im2col"). */
export function wasmConvolution(
  tape: WasmTape,
  device: Pick<Device, "matmul" | "columnSums">,
): Convolution {
  /** The surroundings that the last convolution of each input laid out, for its filters' gradient. */
  const laidOut = new Map<number, Tensor>();

  /** A call on each image of `shape`, which lays out or reads `size` values in all. */
  const images = (shape: readonly number[], size: number) => ({
    length: shape[0],
    nanoseconds: size * PER_PATCH_VALUE,
  });

  const patchesOf = (x: Tensor): Tensor => {
    const [n, rows, cols, channels] = x.shape;
    const { address, stride } = tape.matrix(x);
    const out = tape.variable([n * rows * cols, 9 * channels]);
    const pixels = rows * cols;
    return tape.call(out, "patches", images(x.shape, out.size), (patches, first, count) => {
      const [from, to] = [first * pixels * stride, first * pixels * out.stride];
      return patches(
        address + from,
        count,
        rows,
        cols,
        channels,
        stride,
        out.address + to,
        out.stride,
      );
    });
  };

  return {
    convolve(x, filters, bias) {
      const patches = patchesOf(x);
      laidOut.set(x.id, patches);
      const shape = [...x.shape.slice(0, 3), filters.shape[3]];
      return tape.view(device.matmul(patches, filters, { bias }), shape);
    },
    inputGradient(x, filters, dy) {
      const [, rows, cols, channels] = x.shape;
      const patches = tape.matrix(device.matmul(dy, filters, { transposeB: true }));
      const { address, stride, size } = patches;
      const out = tape.variable(x.shape);
      const pixels = rows * cols;
      return tape.call(out, "gatherPatches", images(x.shape, size), (gather, first, count) => {
        const [from, to] = [first * pixels * stride, first * pixels * out.stride];
        return gather(
          address + from,
          count,
          rows,
          cols,
          channels,
          stride,
          out.address + to,
          out.stride,
        );
      });
    },
    filterGradient(x, filters, dy) {
      const patches = laidOut.get(x.id) ?? patchesOf(x);
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
