import assert from "node:assert/strict";
import { test } from "node:test";
import { type Dataset, Rng, type TrainConfig } from "batchwise";
import { openLearner } from "batchwise/dist/nn/training/train.js";

/** Random images with an odd number of rows, so that pooling leaves one out. */
function images(n: number, shape: readonly [number, number, number]): Dataset {
  const rng = Rng.fromSeed(n);
  return {
    x: Float32Array.from({ length: n * shape[0] * shape[1] * shape[2] }, () => rng.normal()),
    y: Int32Array.from({ length: n }, () => rng.integer(3)),
    n,
    shape,
    classes: ["a", "b", "c"],
  };
}

/** The last ones are laid out in several blocks: those of the second last stay, and of the last only some layers'. */
const shapes = [
  { shape: [7, 10, 3], filters: [5, 4], n: 20, batchSize: 6 },
  { shape: [8, 8, 1], filters: [8, 16], n: 20, batchSize: 6 },
  { shape: [5, 4, 4], filters: [3], n: 20, batchSize: 6 },
  { shape: [28, 27, 1], filters: [8, 5], n: 70, batchSize: 64 },
  { shape: [61, 64, 3], filters: [32, 6], n: 140, batchSize: 130 },
] as const;

for (const { shape, filters, n, batchSize } of shapes)
  test(`${batchSize} images of ${shape.join("×")} through ${filters.join(" and ")} filters: WebAssembly follows TensorFlow`, async () => {
    const data = images(n, shape);
    const config: TrainConfig = {
      model: { kind: "cnn", filters, hidden: [6] },
      optimizer: { kind: "momentum", learningRate: 0.02 },
      batchSize,
      budget: { steps: 8 },
      seed: 2,
    };
    const rows = Array.from({ length: 8 }, (_, i) =>
      Rng.fromSeed(i)
        .permutation(n)
        .subarray(0, i === 3 ? batchSize - 1 : batchSize),
    );
    const ends = [];
    for (const engine of ["wasm", "tensorflow"] as const) {
      const learner = await openLearner({ train: data, valid: data }, config, { engine });
      const losses = rows.map(
        (own, i) => learner.step(own, { step: i + 1, learningRate: 0.02, norm: false }).loss,
      );
      ends.push({ losses, weights: learner.weights(), metrics: learner.evaluate("valid") });
      learner.dispose();
    }
    const [own, reference] = ends;
    own.losses.forEach((loss, i) => {
      assert.ok(Math.abs(loss - reference.losses[i]) < 1e-4, `step ${i}: ${loss}`);
    });
    assert.equal(own.metrics.accuracy, reference.metrics.accuracy);
    own.weights.forEach((values, p) => {
      values.forEach((value, k) => {
        const expected = reference.weights[p][k];
        assert.ok(Math.abs(value - expected) < 1e-4, `array ${p}[${k}]: ${value}, not ${expected}`);
      });
    });
  });
