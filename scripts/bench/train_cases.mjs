import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./environment.mjs";

const OPTIMIZERS = ["sgd", "adam"];
const BATCH_SIZES = [1, 8, 32, 128, 1024];
const QUICK_BATCH_SIZES = [1, 32];

const LARGE = { model: "784-128-10", layers: [784, 128, 10], n: 10_000 };
const SMALL = { model: "64-32-10", layers: [64, 32, 10], n: 1_500 };
/** @type {readonly Kind[]} */
const NETWORKS = [
  { ...LARGE, k: 1, full: true },
  { ...SMALL, k: 1, full: true },
  { model: "784-512-512-10", layers: [784, 512, 512, 10], n: 4_000, k: 1 },
  { model: "3072-1024-10", layers: [3072, 1024, 10], n: 4_000, k: 1 },
  { ...SMALL, k: 256, full: true },
];
const SHAPES = [
  [8, 8, 1],
  [28, 28, 1],
  [32, 32, 3],
];
const FILTERS = [
  [8, 16],
  [32, 64],
];
/** @type {readonly Kind[]} */
const CNNS = [
  ...SHAPES.flatMap((shape) => FILTERS.map((filters) => cnnOf(shape, filters, 1))),
  cnnOf([8, 8, 1], [8, 16], 64),
];

/**
 * A network in a benchmark: `k` of them at once. Of a CNN `layers` are the features and the classes.
 * @typedef {{ model: string, layers: readonly number[], n: number, k: number, full?: boolean, shape?: readonly number[], filters?: readonly number[] }} Kind
 */

/** @returns {Kind} */
function cnnOf(shape, filters, k) {
  const features = shape.reduce((product, d) => product * d, 1);
  const model = `${shape.join("×")}, filters ${filters.join("-")}`;
  return { model, layers: [features, 10], n: 2048, k, shape, filters };
}

/** Small enough that no run diverges: a diverged run stops early. */
const LEARNING_RATE = 0.001;

/**
 * Uniform values in [−½, ½) and uniform class ids by a 32-bit linear congruential generator (Numerical Recipes).
 * @param {Pick<Kind, "layers" | "n">} model
 * @returns {string} path of the file: n × features float32, then n int32, little-endian
 */
export function trainDataFile({ layers, n }) {
  const [features, classes] = [layers[0], layers[layers.length - 1]];
  const path = join(ROOT, ".cache", "bench", `train-${n}x${features}x${classes}.bin`);
  if (existsSync(path)) return path;
  let state = createHash("sha256").update(`${n}x${features}`).digest().readUInt32LE();
  const uniform = () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
  const x = Float32Array.from({ length: n * features }, () => uniform() - 0.5);
  const y = Int32Array.from({ length: n }, () => Math.floor(uniform() * classes));
  mkdirSync(join(ROOT, ".cache", "bench"), { recursive: true });
  writeFileSync(path, Buffer.concat([Buffer.from(x.buffer), Buffer.from(y.buffer)]));
  return path;
}

/**
 * Every case of `npm run bench -- train`: networks of dense layers, one at a time and many at once.
 * @param {{ quick: boolean, filter: RegExp }} options `filter` is held against the case's name
 */
export const trainCases = (options) => casesOf(NETWORKS, options);

/**
 * Every case of `npm run bench -- cnn`: convolutional networks, one at a time and many at once.
 * @param {{ quick: boolean, filter: RegExp }} options
 */
export const cnnCases = (options) => casesOf(CNNS, options);

/** @param {readonly Kind[]} kinds @param {{ quick: boolean, filter: RegExp }} options */
function casesOf(kinds, { quick, filter }) {
  const sizes = quick ? QUICK_BATCH_SIZES : BATCH_SIZES;
  const all = kinds.flatMap((kind) =>
    OPTIMIZERS.flatMap((optimizer) =>
      [...sizes, ...(kind.full ? ["full"] : [])].map((size) => ({
        ...kind,
        what: "train",
        case: `${kind.model} ${optimizer} B=${size} K=${kind.k}`,
        optimizer,
        size,
        full: size === "full",
        batchSize: size === "full" ? kind.n : size,
        learningRate: LEARNING_RATE,
      })),
    ),
  );
  return all.filter((c) => filter.test(c.case));
}
