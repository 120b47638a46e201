import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ArgumentError,
  type Dataset,
  type TrainConfig,
  take,
  train,
  trainEach,
  trainLayers,
  trainMany,
} from "batchwise";
import { runTrials } from "batchwise/dist/experiment/runTrials.js";
import { Objective } from "batchwise/dist/nn/analysis/objective.js";
import { parametersOf } from "batchwise/dist/nn/analysis/parameters.js";
import { checkTraining } from "batchwise/dist/nn/config/validate.js";
import { loadTensorflow } from "batchwise/dist/nn/device/tensorflow/load.js";
import { assert as checkProperty, constantFrom, integer, property, tuple } from "fast-check";
import { blobs, digitSplits, config as plain } from "./problems.js";

const normed: TrainConfig = { ...plain, model: { kind: "mlp", hidden: [6], batchNorm: {} } };
/** The digits with so many examples for training. */
const digits = (n: number): typeof digitSplits => ({
  ...digitSplits,
  train: take(digitSplits.train, [...Array(n).keys()]),
});

test("batch norm of one example is refused before any work, with what would do", async () => {
  const cases: readonly (readonly [change: Partial<TrainConfig>, n: number, message: string])[] = [
    [
      { batchSize: 1 },
      150,
      "config.batchSize must leave no batch norm group of one example, and a batch of 1 is one: take 2 or 3, or leave an example out, got 1",
    ],
    [
      { batchSize: 8 },
      145,
      "config.batchSize must leave no batch norm group of one example, and the last batch of 145 examples, which holds 1, is one: take 7 or 10, or leave an example out, got 8",
    ],
    [
      { batchSize: 2, schedule: { kind: "raiseBatch", every: 1, factor: 7 } },
      99,
      "config.batchSize must leave no batch norm group of one example, and the last batch of 99 examples, which holds 1, is one: take 3 or 4, or leave an example out, got 2",
    ],
    [
      { model: { kind: "mlp", hidden: [6], batchNorm: { ghostBatchSize: 1 } } },
      150,
      "config.model.batchNorm.ghostBatchSize must leave no batch norm group of one example: take at least 2, got 1",
    ],
    [
      { model: { kind: "mlp", hidden: [6], batchNorm: { ghostBatchSize: 8 } }, batchSize: 33 },
      132,
      "config.batchSize must leave no batch norm group of one example, and a batch of 33 ends in one, after groups of 8: take 32 or 34, or leave an example out, got 33",
    ],
    [
      { batchSize: "full" },
      1,
      "train must hold at least 2 examples: config must leave no batch norm group of one example, got 1",
    ],
  ];
  for (const [change, n, message] of cases) {
    const refusal = { name: "ArgumentError", message: `train: ${message}` };
    await assert.rejects(train(digits(n), { ...normed, ...change }), refusal);
  }
});

test("the batch sizes that a refusal names work, and only what the budget reaches counts", async () => {
  const accepted = (change: Partial<TrainConfig>, n: number): void =>
    checkTraining("test", digits(n), { ...normed, ...change });
  for (const batchSize of [7, 10, 145, 1000, "full"] as const) accepted({ batchSize }, 145);
  // The last batch of one would be the nineteenth.
  accepted({ batchSize: 8, budget: { steps: 18 } }, 145);
  assert.throws(() => accepted({ batchSize: 8, budget: { steps: 19 } }, 145), ArgumentError);
  accepted({ batchSize: 8, budget: { epochs: 0.9 } }, 145);
  accepted({ model: { kind: "mlp", hidden: [6] }, batchSize: 1 }, 145);
  const { history } = await train(digits(145), { ...normed, batchSize: 7 });
  assert.ok(history.every(({ validLoss }) => Number.isFinite(validLoss)));
});

/** The lengths of all batches of a run, by going through it. */
function lengths(
  { batchSize, budget }: { batchSize: number; budget: number },
  n: number,
): number[] {
  const found: number[] = [];
  while (found.length < budget)
    for (let start = 0; start < n && found.length < budget; start += batchSize)
      found.push(Math.min(batchSize, n - start));
  return found;
}

test("a config is refused exactly if going through its batches meets a group of one", async () => {
  await checkProperty(
    property(
      tuple(
        integer({ min: 2, max: 40 }),
        integer({ min: 1, max: 45 }),
        integer({ min: 1, max: 60 }),
        constantFrom(0, 2, 3, 4, 7),
      ),
      ([n, batchSize, steps, ghost]) => {
        const groups = lengths({ batchSize, budget: steps }, n).flatMap((length) =>
          ghost === 0
            ? [length]
            : lengths({ batchSize: ghost, budget: Math.ceil(length / ghost) }, length),
        );
        const spec = ghost === 0 ? {} : { ghostBatchSize: ghost };
        const check = (): void =>
          checkTraining("test", digits(n), {
            ...normed,
            model: { kind: "mlp", hidden: [6], batchNorm: spec },
            batchSize,
            budget: { steps },
          });
        if (groups.includes(1)) assert.throws(check, ArgumentError);
        else check();
      },
    ),
    { numRuns: 400, seed: 1 },
  );
});

test("many runs, studies and analyses are refused too, naming the config, before any is trained", async () => {
  const bad = { ...normed, batchSize: 1 };
  await assert.rejects(
    trainMany(digits(150), [normed, bad]),
    /^ArgumentError: trainMany: configs\[1\]\.batchSize/,
  );
  assert.throws(() => trainEach(digits(150), [bad]), /configs\[0\]\.batchSize/);
  const data = blobs(200, 5, 3, 1);
  let done = 0;
  await assert.rejects(
    runTrials(
      data,
      [
        { seed: 0, config: normed },
        { seed: 1, config: { ...normed, batchSize: 8 }, trainExamples: 41 },
      ],
      { onProgress: () => void done++ },
    ),
    /runTrials: trials\[1\]\.config\.batchSize .* last batch of 41 examples/,
  );
  assert.equal(done, 0);
  const { model } = await train(digits(150), normed);
  const one: Dataset = take(digitSplits.valid, [0]);
  const loss = (statistics: "running" | "batch"): number =>
    Objective.use(
      "test",
      model,
      one,
      { statistics },
      (objective) => objective.metrics(parametersOf(model)).loss,
    );
  assert.ok(Number.isFinite(loss("running")));
  assert.throws(() => loss("batch"), /data must leave no batch norm group of one example/);
});

test("a feature without variance in a batch leaves everything finite", async () => {
  const data = blobs(60, 4, 3, 2);
  const constant = { ...data, x: data.x.map((v, i) => (i % 4 === 0 ? 7 : v)) };
  const dead = { ...data, x: new Float32Array(data.x.length) };
  for (const train_ of [constant, dead]) {
    const run = await train({ train: train_, valid: train_ }, { ...normed, batchSize: 4 });
    assert.equal(run.stopped, "budget");
    for (const { values } of run.model.weights) assert.ok(values.every(Number.isFinite));
  }
});

test("a tfjs model's batch norm of single examples is refused; over an image's places it is not", async () => {
  const tf = await loadTensorflow();
  const { model: _, ...config } = { ...normed, batchSize: 1, budget: { steps: 2 } };
  const flat = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [8, 8, 1] }),
      tf.layers.dense({ units: 4 }),
      tf.layers.batchNormalization(),
      tf.layers.dense({ units: 10 }),
    ],
  });
  const nested = tf.sequential({ layers: [flat] });
  const image = tf.sequential({
    layers: [
      tf.layers.conv2d({ filters: 2, kernelSize: 3, inputShape: [8, 8, 1] }),
      tf.layers.batchNormalization(),
      tf.layers.flatten(),
      tf.layers.dense({ units: 10 }),
    ],
  });
  try {
    for (const model of [flat, nested])
      await assert.rejects(
        trainLayers(model, digits(20), config),
        /trainLayers: config\.batchSize must leave no batch norm group of one example/,
      );
    const run = await trainLayers(image, digits(20), config);
    assert.equal(run.stopped, "budget");
  } finally {
    for (const model of [flat, image]) model.dispose();
  }
});

test("settings that do not do what they say are noted", async () => {
  const noted = async (change: Partial<TrainConfig>): Promise<readonly string[]> =>
    (await train(digits(20), { ...plain, budget: { steps: 2 }, ...change })).notes;
  assert.deepEqual(await noted({ batchSize: 8 }), []);
  assert.match(
    (await noted({ batchSize: 8, warmup: { steps: 3 } }))[0],
    /warmup is longer than the budget/,
  );
  assert.deepEqual(await noted({ batchSize: 8, warmup: { steps: 2 } }), []);
  const optimizer = { kind: "adamw", learningRate: 0.5, weightDecay: 4 } as const;
  assert.match((await noted({ batchSize: 8, optimizer }))[0], /learningRate · weightDecay is 2/);
  const augmentation = { kind: "mixup", alpha: 0.2 } as const;
  assert.match((await noted({ batchSize: 1, augmentation }))[0], /a batch of one stays as it is/);
});
