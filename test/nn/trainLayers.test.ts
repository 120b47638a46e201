import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type * as tfjs from "@tensorflow/tfjs-node";
import { type OptimizerSpec, type TrainConfig, train, trainLayers } from "batchwise";
import { loadTensorflow } from "batchwise/dist/nn/device/tensorflow/load.js";
import { TrainedModel } from "batchwise/dist/nn/model/trainedModel.js";
import { openLearner } from "batchwise/dist/nn/training/train.js";
import { config, digitSplits as splits } from "./problems.js";

const tf = await loadTensorflow();

/** The model of a config before training, as tfjs layers. */
async function untrained(tried: TrainConfig): Promise<tfjs.LayersModel> {
  const learner = await openLearner(splits, tried);
  const { shape, classes } = splits.train;
  const weights = learner.named(learner.weights());
  learner.dispose();
  const spec = tried.model;
  return new TrainedModel({ spec, loss: "crossEntropy", shape, classes, weights }).toLayersModel();
}

const optimizers: readonly OptimizerSpec[] = [
  { kind: "sgd", learningRate: 0.1 },
  { kind: "momentum", learningRate: 0.02 },
  { kind: "nesterov", learningRate: 0.02 },
  { kind: "rmsprop", learningRate: 0.005 },
  { kind: "adam", learningRate: 0.01, beta2Reference: { batchSize: 8 } },
  { kind: "adamw", learningRate: 0.01, weightDecay: 0.1 },
];

suite("trainLayers", () => {
  for (const optimizer of optimizers)
    test(`follows train with ${optimizer.kind}`, async () => {
      const tried: TrainConfig = {
        ...config,
        optimizer,
        model: { kind: "mlp", hidden: [8], activation: "tanh" },
        loss: { kind: "crossEntropy", labelSmoothing: 0.1 },
        clipNorm: 0.5,
        l2: 0.01,
        warmup: { steps: 4 },
      };
      const layers = await untrained(tried);
      const { model: _, ...rest } = tried;
      const run = await trainLayers(layers, splits, rest);
      const engine = await train(splits, tried);
      assert.equal(run.history.length, engine.history.length);
      for (const [i, row] of run.history.entries())
        for (const key of ["trainLoss", "validLoss", "learningRate", "gradientNorm"] as const) {
          const [actual, expected] = [row[key] ?? 0, engine.history[i][key] ?? 0];
          assert.ok(Math.abs(actual - expected) < 2e-5, `row ${i} ${key}: ${actual}, ${expected}`);
        }
      layers.dispose();
    });

  test("takes a softmax at the end for what it is", async () => {
    const rest = { optimizer: config.optimizer, batchSize: 32, budget: { epochs: 2 }, seed: 1 };
    const logits = await untrained({ ...config, ...rest });
    const probabilities = tf.sequential({ layers: logits.layers });
    const copy = await untrained({ ...config, ...rest });
    probabilities.add(tf.layers.activation({ activation: "softmax" }));
    const one = await trainLayers(copy, splits, rest);
    const two = await trainLayers(probabilities, splits, rest);
    const [a, b] = [one.history[2].validLoss, two.history[2].validLoss];
    assert.ok(Math.abs(a - b) < 1e-4, `${a}, ${b}`);
  });

  test("leaves no tensors behind but the model's", async () => {
    const layers = await untrained(config);
    const before = tf.memory().numTensors;
    const { model: _, ...rest } = config;
    await trainLayers(layers, splits, rest);
    assert.equal(tf.memory().numTensors, before);
    layers.dispose();
  });

  test("refuses a model of other sizes", async () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [64] })] });
    const { model: _, ...rest } = config;
    await assert.rejects(trainLayers(model, splits, rest), {
      message: "trainLayers: model must give 10 outputs, one per class, got 3",
    });
  });
});
