import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { type Dataset, Rng, type TrainConfig } from "batchwise";
import { openLearner } from "batchwise/dist/nn/training/train.js";
import { blobs } from "./problems.js";

// Law: the gradient is the slope of the loss. A step of SGD at rate 1 shows the gradient as the change
// of the weights; the loss before the step, measured at displaced weights, shows the slope.

const STEP = 4e-3;
const n = 9;
const flat = blobs(n, 5, 3, 1);
const image: Dataset = { ...blobs(n, 6 * 5 * 2, 3, 2), shape: [6, 5, 2] };

const base: TrainConfig = {
  model: { kind: "mlp", hidden: [4, 3], activation: "tanh" },
  optimizer: { kind: "sgd", learningRate: 1 },
  batchSize: "full",
  budget: { steps: 1 },
  seed: 3,
};

const cases: Readonly<Record<string, Partial<TrainConfig>>> = {
  "softmax regression": { model: { kind: "linear", initialization: "glorot" } },
  "dense with tanh": {},
  "dense with relu": { model: { kind: "mlp", hidden: [4, 3], activation: "relu" } },
  "dense with gelu": { model: { kind: "mlp", hidden: [4, 3], activation: "gelu" } },
  dropout: { model: { kind: "mlp", hidden: [8, 6], activation: "tanh", dropout: 0.4 } },
  "batch norm": { model: { kind: "mlp", hidden: [4], activation: "tanh", batchNorm: {} } },
  "batch norm in ghost batches": {
    model: { kind: "mlp", hidden: [4], activation: "tanh", batchNorm: { ghostBatchSize: 4 } },
  },
  "label smoothing": { loss: { kind: "crossEntropy", labelSmoothing: 0.2 } },
  "mean squared error": { loss: { kind: "meanSquaredError" } },
  l2: { l2: 0.3 },
  l1: { l1: 0.1 },
  convolution: { model: { kind: "cnn", filters: [3, 2], activation: "tanh", hidden: [4] } },
};

for (const [name, changes] of Object.entries(cases)) {
  const config: TrainConfig = { ...base, ...changes };
  const cnn = config.model.kind === "cnn";
  suite(name, () => {
    for (const engine of ["wasm", "tensorflow"] as const)
      test(`on ${engine}`, async () => {
        const data = cnn ? image : flat;
        const learner = await openLearner({ train: data, valid: data }, config, { engine });
        const start = learner.weights();
        const parameters = learner.named(start);
        const { l1 = 0, l2 = 0 } = config;
        const objectiveAt = (weights: readonly Float32Array[]): number => {
          learner.restore(weights);
          const { loss } = learner.step(undefined, { step: 1, learningRate: 1, norm: false });
          const penalty = parameters.reduce((sum, { name: parameter }, i) => {
            if (!parameter.endsWith("weights")) return sum;
            return weights[i].reduce((s, w) => s + l1 * Math.abs(w) + 0.5 * l2 * w * w, sum);
          }, 0);
          return loss + penalty;
        };
        objectiveAt(start);
        const after = learner.weights();
        const rng = Rng.fromSeed(7);
        parameters.forEach(({ name: parameter }, p) => {
          if (/mean|variance/.test(parameter)) return;
          const checked = Math.min(12, start[p].length);
          for (let trial = 0; trial < checked; trial++) {
            const at = checked < 12 ? trial : rng.integer(start[p].length);
            const moved = (by: number): Float32Array[] =>
              start.map((w, q) => (q === p ? w.with(at, w[at] + by) : w));
            const slope = (objectiveAt(moved(STEP)) - objectiveAt(moved(-STEP))) / (2 * STEP);
            const gradient = start[p][at] - after[p][at];
            const error = Math.abs(gradient - slope);
            assert.ok(
              error < 2e-4 + 1e-3 * Math.abs(slope),
              `${parameter}[${at}]: gradient ${gradient}, slope ${slope}`,
            );
          }
        });
        learner.dispose();
      });
  });
}
