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
};
