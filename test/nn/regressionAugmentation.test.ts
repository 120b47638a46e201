import assert from "node:assert/strict";
import { test } from "node:test";
import { type AugmentSpec, augment, Rng, split, train, trainLayers, trainMany } from "batchwise";
import { initialModel } from "batchwise/analysis";
import { augmentedBatches } from "batchwise/dist/nn/training/augmentedBatches.js";
import { essence } from "./problems.js";
import { config, images } from "./regression.js";

const targets = images.target?.values ?? new Float32Array();
const moves: AugmentSpec = { kind: "translate", rows: 1, cols: 1 };
const mixed: AugmentSpec = { kind: "mixup", alpha: 0.5 };
const rows = Int32Array.from([7, 3, 11, 20, 5, 40]);

test("moves of images leave their targets alone, and change the pixels", () => {
  const batch = augmentedBatches(images, targets, { spec: moves, rng: Rng.fromSeed(2) })(rows, 1);
  assert.deepEqual(
    batch.targets,
    Float32Array.from(rows, (i) => targets[i]),
  );
  const before = Float32Array.from(rows, (i) => images.x[16 * i + 5]);
  assert.ok(before.some((pixel, i) => pixel !== batch.x[16 * i + 5]));
});

test("mixup mixes targets by the shares of the pixels", () => {
  // Pixels that all are the target show the share in the mixture.
  const flat = { ...images, x: images.x.map((_, k) => targets[Math.floor(k / 16)]) };
  const make = augmentedBatches(flat, targets, { spec: mixed, rng: Rng.fromSeed(3) });
  const batch = make(rows, 1);
  let moved = 0;
  rows.forEach((row, i) => {
    assert.ok(Math.abs(batch.targets[i] - batch.x[16 * i]) < 1e-6);
    if (Math.abs(batch.targets[i] - targets[row]) > 1e-3) moved++;
  });
  assert.ok(moved >= 2);
  assert.deepEqual(make(rows, 1), batch);
  const direct = augment({ ...flat, targets }, mixed, Rng.fromSeed(1));
  assert.equal(direct.targets?.length, images.n);
});

test("mixup without targets is refused with what to give", () => {
  assert.throws(() => augment(images, mixed, Rng.fromSeed(1)), /or the values of a real target/);
});

test("runs with moves and mixup are the same alone, together and as a layers model", async () => {
  const parts = split(images, { seed: 1 });
  for (const augmentation of [moves, mixed]) {
    const tried = { ...config, augmentation, budget: { epochs: 2 } };
    const run = await train(parts, tried);
    assert.ok(run.history.every(({ trainLoss }) => Number.isFinite(trainLoss)));
    const [first] = await trainMany(parts, [tried, { ...tried, seed: 9 }]);
    assert.deepEqual(essence(first), essence(run));
    assert.notEqual(
      run.history[1].trainLoss,
      (await train(parts, { ...config, budget: { epochs: 2 } })).history[1].trainLoss,
    );
    const layers = await initialModel(parts.train, tried).toLayersModel();
    const { model: _, ...rest } = tried;
    const { history } = await trainLayers(layers, parts, rest);
    history.forEach(({ validLoss }, i) => {
      assert.ok(Math.abs(validLoss - run.history[i].validLoss) < 2e-5);
    });
    layers.dispose();
  }
});
