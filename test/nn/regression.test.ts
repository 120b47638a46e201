import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import * as tf from "@tensorflow/tfjs-node";
import {
  ArgumentError,
  type AugmentSpec,
  type Dataset,
  loadModel,
  type TrainConfig,
  type TrainedModel,
  take,
  train,
  trainLayers,
  trainMany,
} from "batchwise";
import { trainWithCheckpoints } from "batchwise/analysis";
import { essence } from "./problems.js";
import { realSplits as splits } from "./realProblem.js";

const config: TrainConfig = {
  model: { kind: "mlp", hidden: [12] },
  optimizer: { kind: "adam", learningRate: 0.02 },
  batchSize: 16,
  budget: { epochs: 30 },
  seed: 2,
};

/** Values of the target in its own unit. */
function originals({ target }: Dataset): Float64Array {
  assert.ok(target);
  return Float64Array.from(target.values, (value) => value * target.scale + target.mean);
}

/** Root mean squared error and share of the variance explained, by their definitions. */
async function byHand(model: TrainedModel, data: Dataset): Promise<{ rmse: number; r2: number }> {
  const [wanted, given] = [originals(data), await model.values(data.x)];
  const mean = wanted.reduce((sum, value) => sum + value, 0) / data.n;
  const squares = wanted.reduce((sum, value, i) => sum + (value - given[i]) ** 2, 0);
  const around = wanted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { rmse: Math.sqrt(squares / data.n), r2: 1 - squares / around };
}

const near = (actual: number | undefined, expected: number, relative = 1e-5): void =>
  assert.ok(
    Math.abs((actual ?? Number.NaN) - expected) <= relative * Math.abs(expected),
    `${actual}, not ${expected}`,
  );

test("a network learns a real target, and says it in the target's own unit", async () => {
  const { model, history, stopped } = await train(splits, config);
  const [first, last] = [history[0], history[history.length - 1]];
  assert.equal(stopped, "budget");
  assert.ok(last.trainLoss < 0.15 && first.trainLoss > 0.5);
  for (const row of history) assert.ok(Number.isNaN(row.trainAccuracy + row.validAccuracy));
  assert.equal(model.loss, "meanSquaredError");
  assert.deepEqual(model.classes, []);
  const { values: _, ...unit } = splits.train.target ?? assert.fail();
  assert.deepEqual(model.target, unit);

  const { loss, accuracy, rmse, r2 } = await model.evaluate(splits.valid);
  near(loss, last.validLoss);
  assert.ok(Number.isNaN(accuracy));
  const expected = await byHand(model, splits.valid);
  near(rmse, expected.rmse);
  near(r2, expected.r2);
  assert.ok(expected.r2 > 0.7);
  const values = await model.values(splits.valid.x);
  assert.ok(values.every((value) => value > 20 && value < 60));
});

test("classes and values are not confused", async () => {
  const { model } = await train(splits, { ...config, budget: { steps: 1 } });
  await assert.rejects(model.predict(splits.valid.x), {
    message: 'TrainedModel.predict: the model must have classes; use values, got "price"',
  });
  const other = { ...splits.valid, target: { ...splits.valid.target, scale: 3 } } as Dataset;
  await assert.rejects(model.evaluate(other), /data.target.scale must be the model's/);
});

test("a cross-entropy, and parts that do not agree, are refused", async () => {
  for (const loss of [
    { kind: "crossEntropy" },
    { kind: "crossEntropy", labelSmoothing: 0.1 },
  ] as const)
    await assert.rejects(train(splits, { ...config, loss }), (error) => {
      assert.ok(error instanceof ArgumentError);
      assert.match(error.message, /loss must be \{ kind: "meanSquaredError" \}, or left out/);
      return true;
    });
  for (const change of [{ name: "cost" }, { mean: 0 }, { scale: 2 }]) {
    const valid = { ...splits.valid, target: { ...splits.valid.target, ...change } } as Dataset;
    await assert.rejects(train({ ...splits, valid }, config), /valid.target.\w+ must be that of/);
  }
  const { target: _, ...bare } = splits.valid;
  const classed = { ...bare, y: new Int32Array(bare.n), classes: ["a"] };
  await assert.rejects(train({ ...splits, valid: classed }, config), ArgumentError);
});

test("the loss that is named is the default", async () => {
  const named = await train(splits, { ...config, loss: { kind: "meanSquaredError" } });
  assert.deepEqual(essence(named), essence(await train(splits, config)));
});

test("many at once are the same as one at a time, on threads too", async () => {
  const configs = [8, 32, "full"].map(
    (batchSize): TrainConfig => ({ ...config, batchSize: batchSize as number | "full" }),
  );
  const many = await trainMany(splits, configs, { threads: 2 });
  for (const [i, run] of many.entries()) {
    assert.deepEqual(essence(run), essence(await train(splits, configs[i])));
    assert.deepEqual(run.model.target, (await train(splits, configs[i])).model.target);
  }
});

test("both engines agree", async () => {
  const short = { ...config, budget: { epochs: 3 } };
  const [wasm, other] = await Promise.all(
    (["wasm", "tensorflow"] as const).map((engine) => train(splits, short, { engine })),
  );
  for (const [i, row] of wasm.history.entries()) near(other.history[i].validLoss, row.validLoss);
});

test("early stopping goes back to the best validation loss", async () => {
  const run = await train(splits, {
    ...config,
    optimizer: { kind: "adam", learningRate: 0.1 },
    budget: { epochs: 200 },
    earlyStopping: { patience: 5 },
  });
  assert.equal(run.stopped, "earlyStopping");
  const best = Math.min(...run.history.map(({ validLoss }) => validLoss));
  near((await run.model.evaluate(splits.valid)).loss, best);
});

test("a saved model keeps the unit; so do its layers and checkpoints", async () => {
  const { model, models } = await trainWithCheckpoints(splits, {
    ...config,
    budget: { epochs: 2 },
  });
  const folder = await mkdtemp(join(tmpdir(), "regression-"));
  try {
    await model.save(folder);
    const loaded = await loadModel(folder);
    assert.deepEqual(loaded.target, model.target);
    assert.deepEqual(await loaded.values(splits.test.x), await model.values(splits.test.x));
    const file = join(folder, "model.json");
    const description = JSON.parse(await readFile(file, "utf8"));
    for (const wrong of [{ classes: ["a"] }, { target: undefined }, { loss: "crossEntropy" }]) {
      await writeFile(file, JSON.stringify({ ...description, ...wrong }));
      await assert.rejects(loadModel(folder), /classes or a target|"meanSquaredError"/);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  assert.deepEqual(models.at(-1)?.target, model.target);
  const layers = await model.toLayersModel();
  const outputs = layers.predict(tf.tensor2d(splits.test.x, [splits.test.n, 4])) as tf.Tensor;
  const [own, theirs] = [await model.logits(splits.test.x), outputs.dataSync()];
  own.forEach((value, i) => {
    assert.ok(Math.abs(value - theirs[i]) < 1e-5);
  });
  layers.dispose();
});

test("a model of tfjs layers learns the same", async () => {
  const model = tf.sequential();
  model.add(tf.layers.dense({ units: 1, inputShape: [4] }));
  const { model: _, ...rest } = config;
  const layers = { ...rest, optimizer: { kind: "sgd", learningRate: 0.1 } as const };
  const run = await trainLayers(model, splits, layers);
  const own = await train(splits, { ...layers, model: { kind: "linear" } });
  // Both are at the minimum of a convex loss, but for the noise of the batches.
  near(run.history.at(-1)?.trainLoss, own.history.at(-1)?.trainLoss ?? 0, 0.02);
  assert.ok(run.history.every(({ validAccuracy }) => Number.isNaN(validAccuracy)));
  await assert.rejects(
    trainLayers(model, splits, { ...layers, loss: { kind: "crossEntropy" } }),
    /meanSquaredError/,
  );
  const wide = tf.sequential();
  wide.add(tf.layers.dense({ units: 3, inputShape: [4] }));
  await assert.rejects(trainLayers(wide, splits, layers), /1 output, the real target/);
});

test("images with a real target may be moved, and mixup mixes the targets", async () => {
  const square = (data: Dataset): Dataset => ({ ...data, shape: [2, 2, 1] });
  const parts = { train: square(splits.train), valid: square(splits.valid) };
  const plain: TrainConfig = {
    ...config,
    model: { kind: "linear" },
    optimizer: { kind: "sgd", learningRate: 0.05 },
    batchSize: "full",
    budget: { epochs: 200 },
  };
  const lossAfter = async (augmentation?: AugmentSpec): Promise<number> => {
    const run = await train(parts, { ...plain, ...(augmentation && { augmentation }) });
    return run.history.at(-1)?.trainLoss ?? Number.NaN;
  };
  const least = await lossAfter();
  // A linear relation survives the mixing of examples and targets, but not a move.
  const mixup: AugmentSpec = { kind: "mixup", alpha: 1 };
  near(await lossAfter(mixup), least, 0.1);
  const moved = await lossAfter({ kind: "translate", rows: 1, cols: 1 });
  assert.ok(moved > 1.5 * least && moved < 1.5, `${moved} after moves, ${least} without`);
  await assert.rejects(
    train(splits, { ...plain, augmentation: mixup }),
    /needs examples of shape \[rows, cols, channels\]/,
  );
});

test("another unit of the target leaves the run as it is, to the bit", async () => {
  const scaled = (data: Dataset): Dataset => {
    const { target } = data;
    assert.ok(target);
    return { ...data, target: { ...target, mean: 8 * target.mean, scale: 8 * target.scale } };
  };
  const [one, other] = await Promise.all([
    train(splits, config),
    train({ train: scaled(splits.train), valid: scaled(splits.valid) }, config),
  ]);
  assert.deepEqual(essence(other), essence(one));
  const [small, large] = [
    await one.model.evaluate(splits.valid),
    await other.model.evaluate(scaled(splits.valid)),
  ];
  assert.equal(large.rmse, 8 * (small.rmse ?? Number.NaN));
  assert.equal(large.r2, small.r2);
});

test("a constant part has no share of variance to explain", async () => {
  const { model } = await train(splits, { ...config, budget: { steps: 1 } });
  const constant = take(splits.valid, [3, 3, 3]);
  assert.ok(Number.isNaN((await model.evaluate(constant)).r2));
});
