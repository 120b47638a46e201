import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import * as tf from "@tensorflow/tfjs-node";
import {
  batches,
  type Dataset,
  loadModel,
  meansBy,
  Rng,
  runTrials,
  type StudyRow,
  split,
  take,
  train,
  trainMany,
} from "batchwise";
import { standardizedSplits } from "batchwise/dist/experiment/preparation.js";
import { config, data, model, parts, prices, withTarget } from "./regression.js";

const folder = mkdtempSync(join(tmpdir(), "batchwise-regression-"));
after(() => rmSync(folder, { recursive: true }));

/** The values of a real target in their own unit. */
function original({ target }: Dataset): Float64Array {
  assert.ok(target);
  return Float64Array.from(target.values, (value) => value * target.scale + target.mean);
}

function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} for ${expected}`);
}

const timeless = ({ seconds: _, ...row }: StudyRow): object => row;

test("the target stays with its example where data are divided, cut and taken", () => {
  const known = (part: Dataset): void => {
    const values = original(part);
    for (let i = 0; i < part.n; i++) near(values[i], 100 + 7 * part.x[3 * i], 1e-4);
  };
  const { x, n } = data;
  const own = Float64Array.from({ length: n }, (_, i) => 100 + 7 * x[3 * i]);
  const whole = withTarget({ x, n, shape: [3] }, own);
  known(take(whole, [5, 0, 5]));
  Object.values(split(whole, { seed: 4 })).map(known);
  for (const batch of batches(whole, { batchSize: 7, rng: Rng.fromSeed(1) })) known(batch);
});

test("each division standardises its target anew on train, and keeps its own values", () => {
  const { train: fitted, valid, test: held } = standardizedSplits(data, 3);
  const values = fitted.target?.values ?? new Float32Array();
  near(values.reduce((sum, v) => sum + v, 0) / fitted.n, 0, 1e-6);
  near(values.reduce((sum, v) => sum + v * v, 0) / fitted.n, 1, 1e-6);
  const raw = split(data, { seed: 3 });
  for (const [now, before] of [
    [fitted, raw.train],
    [valid, raw.valid],
    [held, raw.test],
  ])
    original(now).forEach((value, i) => void near(value, original(before)[i], 1e-4));
});

test("another unit of the target changes no bit of a run but its unit", async () => {
  const own = original(data);
  const [one, other] = [
    withTarget(data, own),
    withTarget(
      data,
      own.map((v) => 3.7 * v + 11),
    ),
  ];
  const options = { readTest: true, prepare: "standardized", keepHistory: true } as const;
  const [[row], [scaled]] = await Promise.all(
    [one, other].map((tried) => runTrials(tried, [{ seed: 1, config }], options)),
  );
  const losses = ({ history = [], testLoss }: StudyRow): unknown => [
    testLoss,
    ...history.map(({ trainLoss, validLoss, gradientNorm }) => [
      trainLoss,
      validLoss,
      gradientNorm,
    ]),
  ];
  assert.deepEqual(losses(scaled), losses(row));
  for (const key of ["rmse", "validRmse"] as const) {
    const [a, b] = [row[key] ?? 0, scaled[key] ?? 0];
    assert.ok(a > 0);
    near(b / a, 3.7, 1e-9);
  }
  const [a, b] = await Promise.all(
    [one, other].map(async (tried) => {
      const splits = standardizedSplits(tried, 1);
      return (await train(splits, config)).model.values(splits.test.x);
    }),
  );
  b.forEach((value, i) => void near(value, 3.7 * a[i] + 11, 1e-9 * Math.abs(value)));
});

test("with a full batch the order of the examples changes nothing beyond rounding", async () => {
  const full = { ...config, batchSize: "full", budget: { steps: 20 } } as const;
  const one = await train(parts, full);
  const order = Rng.fromSeed(8).permutation(parts.train.n);
  const two = await train({ ...parts, train: take(parts.train, order) }, full);
  one.history.forEach(({ trainLoss, validLoss }, i) => {
    near(two.history[i].trainLoss, trainLoss, 1e-5);
    near(two.history[i].validLoss, validLoss, 1e-5);
  });
});

test("values, evaluate, a saved model and a layers model agree", async () => {
  const values = await model.values(parts.test.x);
  const wanted = original(parts.test);
  const squares = values.reduce((sum, value, i) => sum + (value - wanted[i]) ** 2, 0);
  const { loss, rmse, accuracy } = await model.evaluate(parts.test);
  const scale = parts.test.target?.scale ?? 0;
  near(rmse ?? 0, Math.sqrt(squares / parts.test.n), 1e-4 * scale);
  near(rmse ?? 0, scale * Math.sqrt(loss), 1e-9);
  assert.ok(Number.isNaN(accuracy));
  const path = join(folder, "model");
  await model.save(path);
  const again = await loadModel(path);
  assert.deepEqual(await again.values(parts.test.x), values);
  assert.deepEqual(await again.evaluate(parts.test), await model.evaluate(parts.test));
  const layers = await model.toLayersModel();
  const inputs = tf.tensor2d(parts.test.x, [parts.test.n, 3]);
  const outputs = layers.predict(inputs);
  assert.ok(outputs instanceof tf.Tensor);
  const mean = parts.test.target?.mean ?? 0;
  outputs.dataSync().forEach((z, i) => void near(z * scale + mean, values[i], 1e-4));
  tf.dispose([inputs, outputs]);
  layers.dispose();
  await assert.rejects(model.predict(parts.test.x), /must have classes; use values/);
});

test("a model refuses data in another unit", async () => {
  const other = split(prices({ seed: 7 }), { seed: 1 }).test;
  await assert.rejects(model.evaluate(other), /data\.target\.mean must be the model's/);
});

test("threads give the bits of one run after the other", async () => {
  const configs = [1, 2, 3, 4].map((seed) => ({ ...config, seed }));
  const together = await trainMany(parts, configs);
  for (const [i, tried] of configs.entries()) {
    const alone = await train(parts, tried);
    assert.deepEqual(
      together[i].model.weights.map(({ values }) => values),
      alone.model.weights.map(({ values }) => values),
    );
    assert.deepEqual(together[i].model.target, alone.model.target);
  }
});

test("training stops early by the loss, and keeps the best model", async () => {
  const run = await train(parts, {
    ...config,
    optimizer: { kind: "adam", learningRate: 0.05 },
    model: { kind: "mlp", hidden: [32] },
    batchSize: 4,
    budget: { epochs: 200 },
    earlyStopping: { patience: 3 },
  });
  assert.equal(run.stopped, "earlyStopping");
  const best = Math.min(...run.history.map(({ validLoss }) => validLoss));
  assert.ok(run.history.length < 200);
  near((await run.model.evaluate(parts.valid)).loss, best, 1e-6);
});

test("a journal with accuracies that are no numbers goes on where it ended", async () => {
  const journal = join(folder, "journal.jsonl");
  const trials = [1, 2, 3].map((seed) => ({ seed, config: { ...config, seed } }));
  const options = { journal, readTest: true, keepHistory: true };
  const rows = await runTrials(data, trials, options);
  for (const { accuracy, validAccuracy } of rows)
    assert.ok(Number.isNaN(accuracy) && Number.isNaN(validAccuracy));
  assert.deepEqual(await runTrials(data, trials, options), rows);
  const lines = readFileSync(journal, "utf8").trimEnd().split("\n");
  writeFileSync(journal, `${lines.slice(0, -1).join("\n")}\n`);
  const resumed = await runTrials(data, trials, options);
  const bare = ({ history: _, ...row }: StudyRow): object => timeless(row);
  assert.deepEqual(resumed.map(bare), rows.map(bare));
  const moved = { ...data, target: { ...data.target, mean: 0 } } as Dataset;
  await assert.rejects(runTrials(moved, trials, options), { name: "JournalError" });
});

test("rows give means by rmse, and refuse those of accuracies that are no numbers", async () => {
  const trials = [16, 64].flatMap((batchSize) =>
    [1, 2].map((seed) => ({ seed, config: { ...config, batchSize, seed } })),
  );
  const rows = await runTrials(data, trials, { readTest: true });
  const means = meansBy(rows, { by: ["batchSize"], value: "rmse" });
  assert.equal(means.length, 2);
  for (const { estimate, low, high } of means) assert.ok(low < estimate && estimate < high);
  assert.throws(() => meansBy(rows, { by: ["batchSize"], value: "accuracy" }), {
    name: "ArgumentError",
    message: /column "accuracy" must hold numbers; rows of a real target have "rmse"/,
  });
});
