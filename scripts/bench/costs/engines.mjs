import { Rng } from "batchwise";
import { multiplyAdds } from "batchwise/dist/nn/device/engine.js";
import { openLearner } from "batchwise/dist/nn/training/train.js";
import { breakEvens, nanoseconds } from "./time.mjs";

/** @typedef {import("./time.mjs").Measure} Measure */
/** @typedef {{ model: import("batchwise").ModelSpec, shape: readonly number[] }} Case */

const CLASSES = 10;
/** A step takes up to a tenth of a second, so these measurements take longer than others. */
const LONGER = 8;
/** Multiply-adds of a step at which both engines are tried. */
const SIZES = [1e6, 4e6, 1.6e7, 6.4e7, 2.56e8];

/** @type {Record<string, Case>} */
const CASES = {
  "mlp 64-32-10": { model: { kind: "mlp", hidden: [32] }, shape: [64] },
  "mlp 784-128-10": { model: { kind: "mlp", hidden: [128] }, shape: [784] },
  "cnn 16, 32 on 8 × 8": { model: { kind: "cnn", filters: [16, 32] }, shape: [8, 8, 1] },
  "cnn 8, 16 on 28 × 28": { model: { kind: "cnn", filters: [8, 16] }, shape: [28, 28, 1] },
};

/** Processor nanoseconds of a step, once it has run. */
async function stepTime({ model, shape }, batchSize, engine, seconds) {
  const features = shape.reduce((product, d) => product * d, 1);
  const train = {
    x: Float32Array.from({ length: batchSize * features }, (_, i) => (i % 97) / 97 - 0.5),
    y: Int32Array.from({ length: batchSize }, (_, i) => i % CLASSES),
    n: batchSize,
    shape,
    classes: Array.from({ length: CLASSES }, (_, i) => String(i)),
  };
  const config = {
    model,
    optimizer: /** @type {const} */ ({ kind: "sgd", learningRate: 0.001 }),
    batchSize,
    budget: { steps: 1 },
    seed: 1,
  };
  const learner = await openLearner({ train, valid: train }, config, { engine });
  const rows = Rng.fromSeed(1).permutation(batchSize);
  const request = { step: 1, learningRate: 0.001, norm: false };
  const time = nanoseconds(() => learner.step(rows, request), seconds);
  learner.dispose();
  return time;
}

/** The sizes of a case: batches, and the multiply-adds of one with the weights. @param {Case} of */
function sizesOf({ model, shape }) {
  const classes = Array.from({ length: CLASSES }, (_, i) => String(i));
  const one = multiplyAdds(model, { shape, classes });
  const batches = new Set(SIZES.map((size) => Math.max(1, Math.round(size / one))));
  return [...batches].map((batchSize) => ({ batchSize, size: batchSize * one }));
}

/**
 * Nanoseconds of a step of each case at each of its sizes.
 * @param {{ names: readonly string[], engine: "wasm" | "tensorflow", seconds: number }} request
 */
export async function stepTimes({ names, engine, seconds }) {
  /** @type {Record<string, number[]>} */
  const times = {};
  for (const name of names) {
    times[name] = [];
    for (const { batchSize } of sizesOf(CASES[name]))
      times[name].push(await stepTime(CASES[name], batchSize, engine, seconds));
  }
  return times;
}

const NAMES = Object.keys(CASES);

/**
 * Multiply-adds from which on TensorFlow's steps are faster than WebAssembly's, each on one thread: those on
 * the other one, for a main thread would share them; these here, for TensorFlow cannot leave another thread.
 * @type {Measure}
 */
const wasmPays = async (seconds, thread) => {
  const request = { names: NAMES, seconds: (LONGER * seconds) / (2 * SIZES.length * NAMES.length) };
  const wasm = await thread.ask("stepTimes", { ...request, engine: "wasm" });
  const tensorflow = await stepTimes({ ...request, engine: "tensorflow" });
  const cases = NAMES.map((name) => {
    const times = (i) => ({ first: wasm[name][i], second: tensorflow[name][i] });
    return [name, sizesOf(CASES[name]).map(({ size }, i) => ({ size, ...times(i) }))];
  });
  return breakEvens(Object.fromEntries(cases), (tried) => tried);
};

/** @type {Record<string, Measure>} */
export const ENGINE_MEASURES = {
  WASM_PAYS: wasmPays,
};
