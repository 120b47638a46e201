import type { Convolution, Device, Tensor } from "../device.js";
import { convolvedShape, type Sliding } from "../sliding.js";
import { PER_PATCH_VALUE } from "./costs.js";
import { recordProduct } from "./product.js";
import type { WasmTape } from "./tape.js";
import type { WasmMatrix } from "./update.js";

/**
 * Most bytes that are laid out at a time: of an image at least, and so little that both threads' halves are still in
 * their caches when the product reads them.
 */
const LAID_OUT = 2 ** 20;
/** Most bytes of a batch that stay laid out until the filters' gradient needs them again. */
const KEPT = 2 ** 26;

/** Some of the images of a batch. */
interface Block {
  readonly first: number;
  readonly count: number;
}

/**
 * Convolutions as matrix products with what lies under the filters at each place laid out in a row ("im2col"), for a
 * block of images after another.
 */
export function wasmConvolution(tape: WasmTape, columnSums: Device["columnSums"]): Convolution {
  /** What the last convolution of each input laid out, where it is kept. */
  const laidOut = new Map<number, WasmMatrix>();
  /** Memory for what is laid out of a block among several, shared by all layers. */
  let room: WasmMatrix | undefined;

  /** A call on each image, which lays out or reads `size` values in all. */
  const images = (length: number, size: number) => ({
    length,
    nanoseconds: size * PER_PATCH_VALUE,
    grain: 1,
  });

  /** The numbers that say how filters slide over images, as the kernels take them. */
  const sizes = (
    [, rows, cols, channels]: readonly number[],
    [height, width]: readonly number[],
    { strides, padding }: Sliding,
  ): number[] => [rows, cols, channels, height, width, ...strides, ...padding];

  /** Places of the filters on an image, values under them, and the blocks that images are taken in. */
  function laying(
    x: Tensor,
    filters: Tensor,
    sliding: Sliding,
  ): {
    readonly places: number;
    readonly values: number;
    readonly kept: boolean;
    readonly blocks: readonly Block[];
  } {
    const [n, , , channels] = x.shape;
    const [, outRows, outCols] = convolvedShape(x.shape, filters.shape, sliding);
    const places = outRows * outCols;
    const values = filters.shape[0] * filters.shape[1] * channels;
    const bytes = 16 * Math.ceil(values / 4) * places;
    const kept = n * bytes <= KEPT;
    const most = Math.max(1, Math.floor(LAID_OUT / bytes));
    const blocks = Array.from({ length: Math.ceil(n / most) }, (_, i) => ({
      first: i * most,
      count: Math.min(most, n - i * most),
    }));
    return { places, values, kept, blocks };
  }

  /** Room for `rows` rows of `columns` values that nothing needs any more when the next block comes. */
  function roomFor(rows: number, columns: number): WasmMatrix {
    const width = 4 * Math.ceil(columns / 4);
    if (room === undefined || room.size < rows * width)
      room = tape.variable([Math.max(rows * width, LAID_OUT / 4)]);
    return tape.placed([rows, columns], room.address);
  }

  /** Records that what lies under the filters on a block of images is laid out in `out`. */
  function layOut(
    x: Tensor,
    filters: Tensor,
    sliding: Sliding,
    { first, count }: Block,
    out: WasmMatrix,
  ): WasmMatrix {
    const [, rows, cols] = x.shape;
    const { address, stride } = tape.matrix(x);
    const [image, laid] = [rows * cols * stride, (out.rows / count) * out.stride];
    const how = sizes(x.shape, filters.shape, sliding);
    return tape.call(out, "patches", images(count, out.size), (patches, from, some) =>
      patches(
        address + (first + from) * image,
        some,
        stride,
        out.address + from * laid,
        out.stride,
        ...how,
      ),
    );
  }

  /** Records out += term. */
  function addTo(out: WasmMatrix, term: WasmMatrix): void {
    tape.values(out, "add", (add, from, count) => {
      const at = 4 * from;
      return add(out.address + at, term.address + at, out.address + at, count);
    });
  }

  return {
    convolve(x, filters, bias, sliding) {
      const { places, values, kept, blocks } = laying(x, filters, sliding);
      const out = tape.variable(convolvedShape(x.shape, filters.shape, sliding));
      const all = kept ? tape.variable([x.shape[0] * places, values]) : undefined;
      if (all) laidOut.set(x.id, all);
      for (const block of blocks) {
        const [first, rows] = [block.first * places, block.count * places];
        const laid = all ? tape.rowsOf(all, first, rows) : roomFor(rows, values);
        const a = layOut(x, filters, sliding, block, laid);
        const into = blocks.length === 1 ? out : tape.rowsOf(out, first, rows);
        const product = { a, b: tape.matrix(filters), out: into };
        recordProduct(tape, product, { bias: tape.address(bias) });
      }
      return out;
    },
    inputGradient(x, filters, dy, sliding) {
      const { places, values, blocks } = laying(x, filters, sliding);
      const out = tape.variable(x.shape);
      const [, rows, cols] = x.shape;
      const how = sizes(x.shape, filters.shape, sliding);
      const image = rows * cols * out.stride;
      for (const { first, count } of blocks) {
        const laid = roomFor(count * places, values);
        const a = tape.rowsOf(dy, first * places, count * places);
        recordProduct(tape, { a, b: tape.matrix(filters), out: laid }, { transposeB: true });
        tape.call(out, "addPatches", images(count, laid.size), (add, from, some) =>
          add(
            laid.address + from * places * laid.stride,
            some,
            laid.stride,
            out.address + (first + from) * image,
            out.stride,
            ...how,
          ),
        );
      }
      return out;
    },
    filterGradient(x, filters, dy, sliding) {
      const { places, values, blocks } = laying(x, filters, sliding);
      const out = tape.variable([values, filters.shape[3]]);
      const all = laidOut.get(x.id);
      if (all) recordProduct(tape, { a: all, b: tape.matrix(dy), out }, { transposeA: true });
      else {
        const term = tape.variable(out.shape);
        for (const block of blocks) {
          const [first, rows] = [block.first * places, block.count * places];
          const a = layOut(x, filters, sliding, block, roomFor(rows, values));
          const into = first === 0 ? out : term;
          const product = { a, b: tape.rowsOf(dy, first, rows), out: into };
          recordProduct(tape, product, { transposeA: true });
          if (into === term) addTo(out, term);
        }
      }
      return tape.view(out, filters.shape);
    },
    channelSums: columnSums,
    maxPool(x) {
      const [n, rows, cols, channels] = x.shape;
      const { address, stride, size } = tape.matrix(x);
      const out = tape.variable([n, Math.floor(rows / 2), Math.floor(cols / 2), channels]);
      const [before, after] = [rows * cols * stride, (out.rows / n) * stride];
      return tape.call(out, "maxPool", images(n, size), (maxPool, first, count) =>
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
      return tape.call(out, "maxPoolGradient", images(n, size), (gradient, first, count) => {
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
