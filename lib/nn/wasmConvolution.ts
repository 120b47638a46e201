import type { Convolution, MatmulOptions, Tensor } from "./device.js";
import type { Kernels } from "./wasmKernels.js";
import type { WasmMatrix } from "./wasmUpdate.js";

/** What convolutions need of the device. */
export interface ConvolutionHost {
  readonly kernels: Kernels;
  matrix(tensor: Tensor): WasmMatrix;
  variable(shape: readonly number[]): WasmMatrix;
  /** The same memory under another shape with rows of the same length. */
  view(tensor: Tensor, shape: readonly number[]): WasmMatrix;
  matmul(a: Tensor, b: Tensor, options?: MatmulOptions): Tensor;
  columnSums(a: Tensor): Tensor;
  /** Records a call that fills `out`. */
  call<T extends Tensor>(out: T, run: () => unknown): T;
}

/** Convolutions as matrix products with each pixel's surroundings laid out in a row ("im2col"). */
export function wasmConvolution(host: ConvolutionHost): Convolution {
  const { kernels } = host;
  /** The surroundings that the last convolution of each input laid out, for its filters' gradient. */
  const laidOut = new Map<number, Tensor>();

  const patchesOf = (x: Tensor): Tensor => {
    const [n, rows, cols, channels] = x.shape;
    const { address, stride } = host.matrix(x);
    const out = host.variable([n * rows * cols, 9 * channels]);
    return host.call(out, () =>
      kernels.patches(address, n, rows, cols, channels, stride, out.address, out.stride),
    );
  };

  return {
    convolve(x, filters, bias) {
      const patches = patchesOf(x);
      laidOut.set(x.id, patches);
      const shape = [...x.shape.slice(0, 3), filters.shape[3]];
      return host.view(host.matmul(patches, filters, { bias }), shape);
    },
    inputGradient(x, filters, dy) {
      const [n, rows, cols, channels] = x.shape;
      const patches = host.matrix(host.matmul(dy, filters, { transposeB: true }));
      const out = host.variable(x.shape);
      return host.call(out, () =>
        kernels.gatherPatches(
          patches.address,
          n,
          rows,
          cols,
          channels,
          patches.stride,
          out.address,
          out.stride,
        ),
      );
    },
    filterGradient(x, filters, dy) {
      const patches = laidOut.get(x.id) ?? patchesOf(x);
      return host.view(host.matmul(patches, dy, { transposeA: true }), filters.shape);
    },
    channelSums: (dy) => host.columnSums(dy),
    maxPool(x) {
      const [n, rows, cols, channels] = x.shape;
      const { address, stride } = host.matrix(x);
      const out = host.variable([n, Math.floor(rows / 2), Math.floor(cols / 2), channels]);
      return host.call(out, () => kernels.maxPool(address, n, rows, cols, stride, out.address));
    },
    maxPoolGradient(x, y, dy) {
      const [n, rows, cols] = x.shape;
      const { address, stride } = host.matrix(x);
      const [largest, slopes] = [host.matrix(y).address, host.matrix(dy).address];
      const out = host.variable(x.shape);
      return host.call(out, () =>
        kernels.maxPoolGradient(address, largest, slopes, n, rows, cols, stride, out.address),
      );
    },
    reshape(x, shape) {
      const { address, stride, rows, columns } = host.matrix(x);
      const out = host.variable(shape);
      return host.call(out, () =>
        kernels.reshape(address, stride, rows, columns, out.address, out.stride, out.columns),
      );
    },
  };
}
