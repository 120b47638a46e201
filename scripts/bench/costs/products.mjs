import { Rng } from "batchwise";
import { blasProduct, kernelProduct } from "batchwise/dist/nn/device/wasm/product.js";
import { WasmTape } from "batchwise/dist/nn/device/wasm/tape.js";
import { breakEvens, nanoseconds } from "./time.mjs";

/** @typedef {import("./time.mjs").Measure} Measure */
/** @typedef {{ m: number, n: number, k: number, transposeA?: boolean, transposeB?: boolean }} Shape of a product (m, k) · (k, n) */

/**
 * What `use` makes of the factors and the place of the result of a product.
 * @template T
 * @param {Shape} shape
 * @param {(tape: WasmTape, product: import("batchwise/dist/nn/device/wasm/product.js").WasmProduct) => T} use
 */
function withProduct({ m, n, k, transposeA = false, transposeB = false }, use) {
  const tape = new WasmTape();
  const rng = Rng.fromSeed(1);
  const random = (rows, columns) => {
    const matrix = tape.variable([rows, columns]);
    tape.write(
      matrix,
      Float32Array.from({ length: rows * columns }, () => rng.uniform() - 0.5),
    );
    return matrix;
  };
  const a = transposeA ? random(k, m) : random(m, k);
  const b = transposeB ? random(n, k) : random(k, n);
  const result = use(tape, { a, b, out: tape.variable([m, n]), m, n, k, transposeA, transposeB });
  tape.dispose();
  return result;
}

/** Nanoseconds of a product by the kernels, with the transposition that they need first. */
const byKernels = (shape, seconds) =>
  withProduct(shape, (tape, product) => {
    const { b, transposeB } = product;
    if (!transposeB) return nanoseconds(kernelProduct(tape.heap, product, 0), seconds);
    const factor = tape.variable([b.columns, b.rows]);
    const { transpose } = tape.kernels;
    const multiply = kernelProduct(tape.heap, { ...product, b: factor }, 0);
    return nanoseconds(() => {
      transpose(b.address, b.stride, b.rows, b.columns, factor.address, factor.stride);
      multiply();
    }, seconds);
  });

const byBlas = (shape, seconds) =>
  withProduct(shape, ({ heap }, product) => nanoseconds(blasProduct(heap, product), seconds));

/** Products of a network's step that take about as long as a call that is shared. */
const SHAPES = {
  "128 × 64 · 64 × 32": { m: 128, k: 64, n: 32 },
  "32 × 784 · 784 × 128": { m: 32, k: 784, n: 128 },
  "(128 × 64)ᵀ · 128 × 32": { m: 64, k: 128, n: 32, transposeA: true },
  "256 × 256 · 256 × 256": { m: 256, k: 256, n: 256 },
};

/** Nanoseconds of a multiply-add. */
const perMultiplyAdd = (way) => (seconds) =>
  Object.fromEntries(
    Object.entries(SHAPES).map(([name, shape]) => {
      const { m, n, k } = shape;
      return [name, way(shape, seconds / 4) / (m * n * k)];
    }),
  );

/** The width of result at which OpenBLAS would take as long as it does for a narrower one. */
function narrow(seconds) {
  const shape = (n) => ({ m: 128, k: 128, n });
  const wide = byBlas(shape(128), seconds / 4) / 128;
  return Object.fromEntries(
    [4, 10, 16].map((n) => [`${n} columns`, byBlas(shape(n), seconds / 4) / wide]),
  );
}

const doublings = (from, to) =>
  Array.from({ length: Math.round(Math.log2(to / from)) + 1 }, (_, i) => from * 2 ** i);

/** The products of a step of a 64-32-10 network by the batch size: kernels first, OpenBLAS second. */
function blasPays(seconds) {
  const batches = doublings(1, 128);
  /** @type {Record<string, Shape[]>} */
  const cases = {
    "B × 64 · 64 × 32": batches.map((m) => ({ m, k: 64, n: 32 })),
    "B × 32 · 32 × 10": batches.map((m) => ({ m, k: 32, n: 10 })),
    "(B × 64)ᵀ · B × 32": batches.map((k) => ({ m: 64, k, n: 32, transposeA: true })),
    "B × 10 · (32 × 10)ᵀ": batches.map((m) => ({ m, k: 10, n: 32, transposeB: true })),
  };
  const each = seconds / (2 * 4 * batches.length);
  return breakEvens(cases, (shape) => ({
    size: shape.m * shape.n * shape.k,
    first: byKernels(shape, each),
    second: byBlas(shape, each),
  }));
}

/**
 * Weights' gradients (k × m)ᵀ · k × n: the first thread's half of the rows of the result, and of the k
 * summands with the sum of both halves. The sizes are ratios k ÷ m.
 */
function long(seconds) {
  const ratios = doublings(1, 32);
  const cases = Object.fromEntries(
    [
      [64, 32],
      [32, 12],
      [256, 64],
    ].map(([m, n]) => [`${m} × ${n}`, ratios.map((ratio) => ({ m, n, ratio }))]),
  );
  const each = seconds / (2 * 3 * ratios.length);
  return breakEvens(cases, ({ m, n, ratio }) => {
    const k = m * ratio;
    return withProduct({ m, n, k, transposeA: true }, ({ kernels }, { a, b, out }) => {
      const { sgemm, add } = kernels;
      if (!sgemm) throw new Error("bench: costs: products by OpenBLAS need OpenBLAS");
      const part = (rows, terms) => () =>
        sgemm(1, 0, rows, n, terms, a.address, m, b.address, n, 0, out.address, n);
      const half = part(m, k / 2);
      const summed = () => {
        half();
        add(out.address, out.address, out.address, out.size);
      };
      return {
        size: ratio,
        first: nanoseconds(part(m / 2, k), each),
        second: nanoseconds(summed, each),
      };
    });
  });
}

/** @type {Record<string, Measure>} */
export const PRODUCT_MEASURES = {
  PER_MULTIPLY_ADD: perMultiplyAdd(byKernels),
  PER_BLAS_MULTIPLY_ADD: perMultiplyAdd(byBlas),
  NARROW: narrow,
  BLAS_PAYS: blasPays,
  LONG: long,
};
