import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import {
  type Dataset,
  loadModel,
  type OptimizerSpec,
  type TrainConfig,
  TrainedModel,
  train,
} from "batchwise";
import { loadTensorflow } from "batchwise/dist/nn/device/tensorflow/load.js";
import { openLearner } from "batchwise/dist/nn/training/train.js";
import type { Activation } from "batchwise/nn";
import { config as base, blobs, essence } from "./problems.js";

// What PyTorch makes of the same weights and batches; `test/fixtures/README.md` says how the file is made.

type Arrays = Readonly<Record<string, readonly number[]>>;

interface Case {
  readonly length: number;
  readonly channels: number;
  readonly activation: Activation;
  readonly hidden: readonly number[];
  readonly convolutions: readonly {
    readonly filters: number;
    readonly width: number;
    readonly stride: number;
    readonly padding: number;
  }[];
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly batches: readonly (readonly number[])[];
  readonly initial: Arrays;
  readonly logits: readonly number[];
  readonly gradients: Arrays;
  readonly losses: readonly number[];
  readonly final: Arrays;
}

const torch: { readonly optimizer: OptimizerSpec; readonly cases: readonly Case[] } = JSON.parse(
  readFileSync("test/fixtures/cnn1d/torch.json", "utf8"),
);

function dataOf({ x, y, length, channels }: Case): Dataset {
  const shape = channels === 1 ? [length] : [1, length, channels];
  return {
    x: Float32Array.from(x),
    y: Int32Array.from(y),
    n: y.length,
    shape,
    classes: ["a", "b", "c"],
  };
}

function configOf(c: Case, optimizer: OptimizerSpec): TrainConfig {
  return {
    model: {
      kind: "cnn1d",
      convolutions: c.convolutions,
      activation: c.activation,
      ...(c.hidden.length > 0 && { hidden: c.hidden }),
    },
    optimizer,
    batchSize: c.batches[0].length,
    budget: { steps: c.batches.length },
    seed: 1,
  };
}

function near(what: string, actual: ArrayLike<number>, expected: readonly number[]): void {
  assert.equal(actual.length, expected.length, what);
  expected.forEach((value, i) => {
    const error = Math.abs(value - actual[i]);
    assert.ok(error < 1e-5 + 1e-5 * Math.abs(value), `${what}[${i}]: ${actual[i]}, not ${value}`);
  });
}

for (const c of torch.cases)
  suite(`${c.length} points of ${c.channels} through ${JSON.stringify(c.convolutions)}`, () => {
    const data = dataOf(c);
    const splits = { train: data, valid: data };
    const initialWeights = Object.values(c.initial).map((values) => Float32Array.from(values));

    for (const engine of ["wasm", "tensorflow"] as const) {
      test(`PyTorch's gradients on ${engine}`, async () => {
        const sgd = configOf(c, { kind: "sgd", learningRate: 1 });
        const learner = await openLearner(splits, sgd, { engine, initialWeights });
        learner.step(undefined, { step: 1, learningRate: 1, norm: false });
        learner.named(learner.weights()).forEach(({ name, values }, i) => {
          const gradient = values.map((value, k) => initialWeights[i][k] - value);
          near(name, gradient, c.gradients[name]);
        });
        learner.dispose();
      });

      test(`PyTorch's losses and weights, step by step, on ${engine}`, async () => {
        const learner = await openLearner(splits, configOf(c, torch.optimizer), {
          engine,
          initialWeights,
        });
        const { learningRate } = torch.optimizer;
        const losses = c.batches.map(
          (rows, i) =>
            learner.step(Int32Array.from(rows), { step: i + 1, learningRate, norm: false }).loss,
        );
        near("losses", losses, c.losses);
        for (const { name, values } of learner.named(learner.weights()))
          near(name, values, c.final[name]);
        learner.dispose();
      });
    }

    test("PyTorch's logits, also of the model's tfjs layers and of the model after saving and loading", async () => {
      const { model: spec } = configOf(c, torch.optimizer);
      const learner = await openLearner(splits, configOf(c, torch.optimizer), {
        engine: "wasm",
        initialWeights,
      });
      const { shape, classes } = data;
      const weights = learner.named(learner.weights());
      learner.dispose();
      const model = new TrainedModel({ spec, loss: "crossEntropy", shape, classes, weights });
      near("logits", await model.logits(data.x), c.logits);
      const folder = mkdtempSync(join(tmpdir(), "batchwise-cnn1d-"));
      await model.save(folder);
      near("logits of the loaded", await (await loadModel(folder)).logits(data.x), c.logits);
      rmSync(folder, { recursive: true });
      const tf = await loadTensorflow();
      const layers = await model.toLayersModel();
      const outputs = tf.tidy(() => {
        const y = layers.predict(tf.tensor(data.x, [data.n, ...shape]));
        assert.ok(y instanceof tf.Tensor);
        return y.flatten().arraySync() as number[];
      });
      layers.dispose();
      near("logits of the layers", outputs, c.logits);
    });
  });

suite("a cnn1d", () => {
  const flat = blobs(60, 12, 3, 4);
  const splits = { train: flat, valid: blobs(30, 12, 3, 5) };
  const config: TrainConfig = {
    ...base,
    model: { kind: "cnn1d", convolutions: [{ filters: 4, width: 3, stride: 2 }], hidden: [5] },
  };

  test("trains alike on [length] and [1, length, 1], and gives the activations of its dense layer", async () => {
    const run = await train(splits, config);
    const image = (data: Dataset): Dataset => ({ ...data, shape: [1, 12, 1] });
    const same = await train({ train: image(flat), valid: image(splits.valid) }, config);
    assert.deepEqual(essence(same), essence(run));
    assert.equal((await run.model.activations(flat.x, 0)).length, 60 * 5);
  });

  for (const [model, shape, message] of [
    [
      config.model,
      [3, 4, 1],
      'a cnn1d wants examples of shape [length] or [1, length, channels], got "3×4×1"',
    ],
    [
      {
        kind: "cnn1d",
        convolutions: [
          { filters: 2, width: 9 },
          { filters: 2, width: 5 },
        ],
      },
      [12],
      'config.model.convolutions[1] must find a sequence with its padding as long as its width, got "12"',
    ],
    [
      { kind: "cnn1d", convolutions: [{ filters: 2, width: 3, padding: -1 }] },
      [12],
      "config.model.convolutions[0].padding must be an integer from 0 up, got -1",
    ],
  ] as const)
    test(`refuses examples of ${shape.join("×")} for ${JSON.stringify(model)}`, async () => {
      const shaped = (data: Dataset): Dataset => ({ ...data, shape });
      await assert.rejects(
        train({ train: shaped(flat), valid: shaped(splits.valid) }, { ...config, model }),
        { name: "ArgumentError", message: `train: ${message}` },
      );
    });
});
