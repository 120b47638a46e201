import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./environment.mjs";

const MODELS = [
  { model: "784-128-10", layers: [784, 128, 10], n: 10_000 },
  { model: "64-32-10", layers: [64, 32, 10], n: 1_500 },
];
const OPTIMIZERS = ["sgd", "adam"];
const BATCH_SIZES = [1, 8, 32, 128, 1024, "full"];
const QUICK_BATCH_SIZES = [1, 32, "full"];

/** Models at once in the population cases. */
export const POPULATION = 256;

/** Small enough that no run diverges: a diverged run stops early. */
const LEARNING_RATE = 0.001;

/**
 * Uniform values in [−½, ½) and uniform class ids by a 32-bit linear congruential generator (Numerical Recipes).
 * @param {{ layers: number[], n: number }} model
 * @returns {string} path of the file: n × features float32, then n int32, little-endian
 */
export function trainDataFile({ layers, n }) {
  const [features, , classes] = layers;
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
 * Every training case: one model at a time for all of them, and many models of the small one.
 * @param {{ quick: boolean, filter: RegExp }} options `filter` is held against the case's name
 */
export function trainCases({ quick, filter }) {
  const sizes = quick ? QUICK_BATCH_SIZES : BATCH_SIZES;
  const single = MODELS.map((model) => ({ ...model, k: 1 }));
  const all = [...single, { ...MODELS[1], k: POPULATION }].flatMap((model) =>
    OPTIMIZERS.flatMap((optimizer) =>
      sizes.map((size) => ({
        ...model,
        what: "train",
        case: `${model.model} ${optimizer} B=${size} K=${model.k}`,
        optimizer,
        size,
        full: size === "full",
        batchSize: size === "full" ? model.n : size,
        learningRate: LEARNING_RATE,
      })),
    ),
  );
  return all.filter((c) => filter.test(c.case));
}
