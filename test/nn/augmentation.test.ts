import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
  type AugmentSpec,
  augment,
  Rng,
  type Run,
  standardize,
  type TrainConfig,
  train,
  trainLayers,
  trainMany,
} from "batchwise";
import { oneHot } from "batchwise/augment";
import { colouredDigits } from "batchwise/data";
import type { TrainingSplits } from "batchwise/dist/data/dataset.js";
import { streamsOf } from "batchwise/dist/nn/config/streams.js";
import { loadTensorflow } from "batchwise/dist/nn/device/tensorflow/load.js";
import { augmentedBatches } from "batchwise/dist/nn/training/augmentedBatches.js";
import { config, essence, digitSplits as splits } from "./problems.js";

const every: AugmentSpec = {
  kind: "compose",
  steps: [
    { kind: "rotate", degrees: 15 },
    { kind: "crop", padding: 1 },
    { kind: "brightness", factor: [0.7, 1.3] },
    { kind: "mixup", alpha: 0.4 },
  ],
};
const augmented: TrainConfig = { ...config, augmentation: every };
const engines = ["wasm", "tensorflow"] as const;

/** The same parts with every feature standardised on train. */
function standardised({ train: own, valid }: TrainingSplits): TrainingSplits {
  const fitted = standardize().fit(own);
  return { train: fitted.transform(own), valid: fitted.transform(valid) };
}

const without = (run: Run): unknown => essence({ ...run, config });

for (const engine of engines)
  suite(`augmentation on ${engine}`, () => {
    test("one seed, one run; another seed of its stream, another run", async () => {
      const seeds = { init: 5, order: 5, dropout: 5 };
      const runOf = (seed: TrainConfig["seed"]): Promise<Run> =>
        train(splits, { ...augmented, seed }, { engine });
      const base = await runOf(5);
      assert.deepEqual(essence(await runOf(5)), essence(base));
      assert.deepEqual(essence(await runOf(seeds)), essence(base));
      assert.deepEqual(essence(await runOf({ ...seeds, augment: 5 })), essence(base));
      const other = await runOf({ ...seeds, augment: 6 });
      assert.equal(other.history[0].trainLoss, base.history[0].trainLoss);
      assert.notEqual(other.history[1].trainLoss, base.history[1].trainLoss);
    });

    for (const [name, parts] of [
      ["pixels", splits],
      ["standardised pixels", standardised(splits)],
    ] as const)
      for (const batchSize of [32, "full"] as const)
        test(`at probability 0 it equals none, ${name}, batch size ${batchSize}`, async () => {
          const tried = { ...config, batchSize };
          const never = { ...tried, augmentation: { ...every, probability: 0 } };
          const plain = await train(parts, tried, { engine });
          assert.deepEqual(without(await train(parts, never, { engine })), without(plain));
        });

    test("evaluates train and valid as they are", async () => {
      const run = await train(splits, augmented, { engine });
      const last = run.history.at(-1);
      const own = await run.model.evaluate(splits.train);
      const valid = await run.model.evaluate(splits.valid);
      assert.ok(Math.abs(own.loss - (last?.trainLoss ?? 0)) < 1e-5);
      assert.ok(Math.abs(valid.loss - (last?.validLoss ?? 0)) < 1e-5);
    });

    for (const kind of ["crossEntropy", "meanSquaredError"] as const)
      test(`a step follows the mixed images and targets: ${kind}`, async () => {
        const tried: TrainConfig = {
          ...augmented,
          model: { kind: "linear" },
          optimizer: { kind: "sgd", learningRate: 0.1 },
          loss: { kind },
          budget: { steps: 1 },
        };
        const run = await train(splits, tried, { engine });
        const start = await train(splits, { ...tried, budget: { steps: 1 } }, { engine });
        assert.deepEqual(essence(start), essence(run));
        // The bias moves by the rate times the mean slope of the loss on the batch that augment() gives.
        const { order, augment: stream } = streamsOf(tried.seed);
        const rows = order.fork(0).permutation(splits.train.n).subarray(0, 32);
        const pick = Float32Array.from(rows, (row) => splits.train.y[row]);
        const batch = augment(
          {
            x: Float32Array.from([...rows].flatMap((r) => [...imageOf(r)])),
            n: 32,
            shape: [8, 8, 1],
            targets: oneHot(pick, 10),
          },
          every,
          stream.fork(1),
        );
        const { targets = new Float32Array(0) } = batch;
        const before = await beforeFirstStep(tried, engine);
        const outputs = await before.model.logits(batch.x);
        const bias = before.model.weights[1].values.map((value, c) => {
          let slope = 0;
          for (let i = 0; i < 32; i++) {
            const row = outputs.subarray(10 * i, 10 * i + 10);
            const sum = row.reduce((total, z) => total + Math.exp(z), 0);
            slope +=
              kind === "crossEntropy"
                ? (Math.exp(row[c]) / sum - targets[10 * i + c]) / 32
                : (2 * (row[c] - targets[10 * i + c])) / 320;
          }
          return value - 0.1 * slope;
        });
        run.model.weights[1].values.forEach((value, c) => {
          assert.ok(Math.abs(value - bias[c]) < 1e-6, `bias ${c}: ${value}, not ${bias[c]}`);
        });
      });
  });

function imageOf(row: number): Float32Array {
  return splits.train.x.subarray(64 * row, 64 * row + 64);
}

/** A run that has not moved: its rate is too small to show. */
function beforeFirstStep(tried: TrainConfig, engine: "wasm" | "tensorflow"): Promise<Run> {
  return train(
    splits,
    { ...tried, optimizer: { kind: "sgd", learningRate: 1e-30 }, budget: { steps: 1 } },
    { engine },
  );
}

test("standardised data are augmented as pixels and standardised again", () => {
  const parts = standardised(splits);
  const targets = oneHot(splits.train.y, 10);
  const batchOf = (data: TrainingSplits): Float32Array =>
    augmentedBatches(data.train, targets, { spec: every, rng: Rng.fromSeed(3) })(
      Int32Array.of(4, 9, 2),
      1,
    ).x;
  const [pixels, scaled] = [batchOf(splits), batchOf(parts)];
  const { mean, scale } = parts.train.scaling ?? { mean: [], scale: [] };
  pixels.forEach((pixel, k) => {
    const expected = (pixel - mean[k % 64]) / scale[k % 64];
    assert.ok(Math.abs(scaled[k] - expected) < 1e-5, `value ${k}: ${scaled[k]}, not ${expected}`);
  });
});

test("trainMany and trainLayers take the same augmented batches", async () => {
  const [one] = await trainMany(splits, [augmented]);
  assert.deepEqual(essence(one), essence(await train(splits, augmented)));

  const tf = await loadTensorflow();
  const { model: _, ...rest } = augmented;
  const layersOf = async (tried: Omit<TrainConfig, "model">): Promise<number | undefined> => {
    const model = tf.sequential({
      layers: [tf.layers.dense({ inputShape: [64], units: 10, kernelInitializer: "zeros" })],
    });
    const run = await trainLayers(model, splits, tried);
    model.dispose();
    return run.history.at(-1)?.trainLoss;
  };
  const none = { ...rest, augmentation: { ...every, probability: 0 } };
  const { augmentation: __, ...plain } = rest;
  assert.equal(await layersOf(none), await layersOf(plain));
  assert.notEqual(await layersOf(rest), await layersOf(plain));
  const zeros = [new Float32Array(640), new Float32Array(10)];
  const own = await train(
    splits,
    { ...augmented, model: { kind: "linear" } },
    { initialWeights: zeros },
  );
  const difference = ((await layersOf(rest)) ?? 0) - (own.history.at(-1)?.trainLoss ?? 1);
  assert.ok(Math.abs(difference) < 1e-5, String(difference));
});

test("what cannot be augmented is refused before any work, with its path", async () => {
  const flat = { ...splits.train, shape: [64] };
  const bright: AugmentSpec = { kind: "brightness", factor: [0.5, 1] };
  const dark = { ...splits.train, x: splits.train.x.map((v) => v - 0.5) };
  const wrong: readonly (readonly [unknown, TrainingSplits, RegExp])[] = [
    ["rotate", splits, /^train: config\.augmentation must be an object, got "rotate"$/],
    [{ kind: "spin" }, splits, /^train: config\.augmentation\.kind must be one of .*got "spin"$/],
    [
      { kind: "compose", steps: [{ kind: "crop", padding: -1 }] },
      splits,
      /^train: config\.augmentation\.steps\[0\]\.padding must be a positive integer, got -1$/,
    ],
    [
      every,
      { train: flat, valid: { ...splits.valid, shape: [64] } },
      /^train: config\.augmentation needs examples of shape \[rows, cols, channels\], got "64"$/,
    ],
    [
      { kind: "compose", steps: [{ kind: "colour", hue: 20 }] },
      splits,
      /^train: config\.augmentation of kind "colour" needs images of 3 channels, got 1$/,
    ],
    [
      bright,
      { ...splits, train: dark },
      /^train: config\.augmentation: pixels must be from 0 to 1 .*in image 0, got -0\.5$/,
    ],
  ];
  for (const [augmentation, parts, message] of wrong)
    await assert.rejects(train(parts, { ...config, augmentation } as TrainConfig), {
      name: "ArgumentError",
      message,
    });
  await assert.rejects(
    train(splits, { ...config, seed: { init: 1, order: 1, dropout: 1, augment: -1 } }),
    /seed\.augment must be an integer from 0 up/,
  );
});

test("a cnn learns coloured digits with jittered colours", async () => {
  const colour = (part: TrainingSplits["train"]): TrainingSplits["train"] =>
    colouredDigits(part, Rng.fromSeed(1));
  const parts = standardised({ train: colour(splits.train), valid: colour(splits.valid) });
  const run = await train(parts, {
    ...config,
    model: { kind: "cnn", filters: [8] },
    augmentation: { kind: "colour", hue: 180 },
  });
  const [first, last] = [run.history[0], run.history[run.history.length - 1]];
  assert.ok(last.trainLoss < first.trainLoss);
});
