import { Rng } from "batchwise";
import { allocate } from "batchwise/dist/linear/kernel/workspace.js";
import { nanoseconds } from "./time.mjs";

/** @typedef {import("./time.mjs").Measure} Measure */

const ROWS = 1500;

/** Blocks of rows as a fit passes over them. */
const BLOCKS = {
  "1500 × 64, 10 classes": { rows: ROWS, features: 64, outputs: 10 },
  "1500 × 64, 2 classes": { rows: ROWS, features: 64, outputs: 1 },
  "668 × 784, 10 classes": { rows: 668, features: 784, outputs: 10 },
};

/** @param {{ rows: number, features: number, outputs: number }} block */
function workspaceOf({ rows, features, outputs }) {
  const space = allocate({
    x: rows * features,
    w: features * outputs,
    intercept: outputs,
    raw: rows * outputs,
    gradient: features * outputs,
    sums: outputs,
    y: rows,
    s: rows,
    probability: rows * outputs,
  });
  const rng = Rng.fromSeed(1);
  const { x, w, raw, s, probability } = space.view;
  for (const array of [x, w, raw, probability])
    for (let i = 0; i < array.length; i++) array[i] = rng.uniform() - 0.5;
  s.fill(1);
  return space;
}

/** Nanoseconds of a multiply-add on the way there and back, by OpenBLAS or by the kernels. */
const perMultiplyAdd = (by) => (seconds) => {
  const each = seconds / (2 * Object.keys(BLOCKS).length);
  return Object.fromEntries(
    Object.entries(BLOCKS).flatMap(([name, block]) => {
      const { rows, features, outputs } = block;
      const { kernels, at } = workspaceOf(block);
      const calls = by(kernels, at, block);
      return Object.entries(calls).map(([way, call]) => [
        `${name}, ${way}`,
        nanoseconds(call, each) / (rows * features * outputs),
      ]);
    }),
  );
};

const kernelCalls = (kernels, at, { rows, features, outputs }) => ({
  forward: () => kernels.forward(at.x, rows, features, at.w, at.intercept, outputs, at.raw),
  backward: () => kernels.backward(at.x, rows, features, at.raw, outputs, at.gradient, at.sums),
});

const blasCalls = ({ dgemm }, { x, w, raw, gradient }, { rows, features, outputs }) => ({
  forward: () => dgemm(0, 1, rows, outputs, features, x, features, w, features, 0, raw, outputs),
  backward: () =>
    dgemm(1, 0, outputs, features, rows, raw, outputs, x, features, 0, gradient, features),
});

/** Rows like the texts of the linear benchmark. */
const SPARSE = { rows: ROWS, features: 50_000, perRow: 80 };

/** Nanoseconds of a multiply-add with a value of sparse rows, on the way there and back. */
function perSparseMultiplyAdd(seconds) {
  const { rows, features, perRow } = SPARSE;
  const rng = Rng.fromSeed(1);
  return Object.fromEntries(
    [1, 10].flatMap((outputs) => {
      const { kernels, at, view } = allocate({
        values: rows * perRow,
        columns: (rows * perRow) / 2,
        begins: rows / 2 + 1,
        w: features * outputs,
        intercept: outputs,
        raw: rows * outputs,
        gradient: features * outputs,
        sums: outputs,
      });
      const whole = (array) => new Int32Array(array.buffer, array.byteOffset, 2 * array.length);
      const places = whole(view.columns);
      // Zipf's law: most values lie in few columns.
      for (let p = 0; p < places.length; p++)
        places[p] = Math.min(features - 1, Math.floor(features ** rng.uniform()) - 1);
      const starts = whole(view.begins);
      for (let i = 0; i <= rows; i++) starts[i] = i * perRow;
      const { values, columns, begins, w, intercept, raw, gradient, sums } = at;
      const calls = {
        forward: () =>
          kernels.sparseForward(values, columns, begins, rows, w, intercept, outputs, raw),
        backward: () =>
          kernels.sparseBackward(values, columns, begins, rows, raw, outputs, gradient, sums),
      };
      return Object.entries(calls).map(([way, call]) => [
        `${outputs === 1 ? 2 : outputs} classes, ${way}`,
        nanoseconds(call, seconds / 4) / (rows * perRow * outputs),
      ]);
    }),
  );
}

/** Nanoseconds of what a loss or a curvature does with a raw prediction, which is restored each time. */
function perPrediction(seconds) {
  /** @type {readonly [string, number, (kernels: any, at: any) => unknown][]} */
  const calls = [
    ["binary loss", 1, (kernels, at) => kernels.binaryLogLoss(at.raw, at.y, at.s, ROWS, 0)],
    [
      "loss of 10 classes",
      10,
      (kernels, at) => kernels.multinomialLogLoss(at.raw, at.y, at.s, ROWS, 10, 0),
    ],
    [
      "curvature of 10 classes",
      10,
      (kernels, at) => kernels.curvature(at.raw, at.probability, at.s, ROWS, 10),
    ],
  ];
  return Object.fromEntries(
    calls.map(([name, outputs, call]) => {
      const { kernels, at, view } = workspaceOf({ rows: ROWS, features: 1, outputs });
      const raw = view.raw.slice();
      const restored = () => {
        view.raw.set(raw);
        call(kernels, at);
      };
      return [name, nanoseconds(restored, seconds / 3) / (ROWS * outputs)];
    }),
  );
}

/** @type {Record<string, Measure>} */
export const LINEAR_MEASURES = {
  PER_BLAS_MULTIPLY_ADD: perMultiplyAdd(blasCalls),
  PER_MULTIPLY_ADD: perMultiplyAdd(kernelCalls),
  PER_PREDICTION: perPrediction,
  PER_SPARSE_MULTIPLY_ADD: perSparseMultiplyAdd,
};
