import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ArgumentError,
  atRateOf,
  compare,
  cross,
  loadDigits,
  lowestBy,
  runTrials,
  split,
  survey,
  type TrainConfig,
  take,
  tune,
} from "batchwise";
import { centredSplits } from "batchwise/dist/experiment/preparation.js";
import { accuracyUnderNoise } from "batchwise/experiment";

const data = loadDigits();
const base: TrainConfig = {
  model: { kind: "linear" },
  optimizer: { kind: "adam", learningRate: 0.01 },
  batchSize: 64,
  budget: { epochs: 2 },
  seed: 0,
};

test("cross gives every combination, the last axis changing fastest, with its columns and changes", () => {
  const candidates = cross(base, {
    batchSize: [8, "full"],
    data: { few: { trainExamples: 50 }, all: {} },
    learningRate: [0.1],
  });
  assert.deepEqual(candidates, [
    ...[8, "full" as const].flatMap((batchSize) =>
      [50, undefined].map((trainExamples) => ({
        config: { ...base, batchSize, optimizer: { kind: "adam", learningRate: 0.1 } },
        ...(trainExamples !== undefined && { trainExamples }),
        batchSize,
        data: trainExamples === undefined ? "all" : "few",
        learningRate: 0.1,
      })),
    ),
  ]);
  const sizes: readonly (number | "full")[] = candidates.map(({ batchSize }) => batchSize);
  const names: readonly ("few" | "all")[] = candidates.map(({ data: name }) => name);
  assert.equal(sizes.length, names.length);
  assert.deepEqual(cross(base, {}), [{ config: base }]);
});

test("cross refuses an axis without values, and a list of what is no number of the config", () => {
  assert.throws(() => cross(base, { batchSize: [] }), /batchSize must hold at least one value/);
  assert.throws(
    () => cross(base, { momentum: [0.9] }),
    /by name what each changes, got "momentum"/,
  );
});

test("at the rate of one candidate the others of its group have its rate, and nothing else changes", () => {
  const rates = [1, 2, 3, 4];
  const candidates = cross(base, { budget: { a: {}, b: {} }, batchSize: [8, 64] }).map(
    (candidate, i) => ({
      ...candidate,
      learningRate: rates[i],
      config: { ...candidate.config, optimizer: { kind: "adam", learningRate: rates[i] } as const },
    }),
  );
  const kept = atRateOf(candidates, { batchSize: 64 }, { by: ["budget"] });
  assert.deepEqual(
    kept.map(({ budget, batchSize, learningRate, config }) => [
      ...[budget, batchSize, learningRate, config.optimizer.learningRate],
    ]),
    [
      ["a", 8, 2, 2],
      ["a", 64, 2, 2],
      ["b", 8, 4, 4],
      ["b", 64, 4, 4],
    ],
  );
  assert.throws(() => atRateOf(candidates.slice(0, 1), { batchSize: 64 }), ArgumentError);
  assert.throws(() => atRateOf(candidates, { batchSize: 8 }), /hold \{"batchSize":8\} once, got 2/);
});

test("tuned candidates compared: each at its own rate, every seed with each, the test read", async () => {
  const candidates = cross(base, {
    l2: { none: { l2: 0 }, much: { l2: 100 }, little: { l2: 0.001 } },
    trainExamples: [100],
  });
  const tuned = await tune(data, candidates, { seeds: [10, 11], minPoints: 3 });
  assert.deepEqual(
    tuned.map(({ l2, trainExamples }) => [l2, trainExamples]),
    [
      ["none", 100],
      ["much", 100],
      ["little", 100],
    ],
  );
  for (const { config, learningRate, validLoss, tuning } of tuned) {
    assert.equal(config.optimizer.learningRate, learningRate);
    assert.equal(validLoss, Math.min(...tuning.rows.map(({ score }) => score)));
  }
  assert.ok(tuned[2].validLoss < tuned[1].validLoss);
  const [best] = lowestBy(tuned, { by: [], value: "validLoss" });
  assert.notEqual(best.l2, "much");

  const options = { seeds: [0, 1], keepConfusion: true, noise: [0.1, 0.3] };
  const rows = await compare(data, tuned, options);
  assert.deepEqual(
    rows.map((row) => [row.l2, row.seed, row.config.seed, row.trainExamples, row.learningRate]),
    tuned.flatMap(({ l2, learningRate }) => [0, 1].map((s) => [l2, s, s, 100, learningRate])),
  );
  assert.ok(rows.every((row) => !("tuning" in row) && row.batchRows === 64));
  for (const { accuracy, error, confusion = [] } of rows) {
    const right = confusion.reduce((sum, count, k) => (k % 11 === 0 ? sum + count : sum), 0);
    const all = confusion.reduce((sum, count) => sum + count, 0);
    assert.ok(Math.abs(accuracy - (100 * right) / all) < 1e-9);
    assert.equal(error, 100 - accuracy);
  }
  const levels = accuracyUnderNoise(rows, [0.1, 0.3]);
  assert.deepEqual(
    levels.map(({ noise, accuracy }) => [noise, accuracy]),
    rows.flatMap(({ accuracy, noisyAccuracy = [] }) => [
      [0, accuracy],
      [0.1, noisyAccuracy[0]],
      [0.3, noisyAccuracy[1]],
    ]),
  );
  assert.throws(() => accuracyUnderNoise(rows, [1]), /rows must have 1 levels, got 2/);
});

test("a survey leaves the test part alone", async () => {
  const [row] = await survey(data, [{ config: base, name: "x" }], { seeds: [3] });
  assert.equal(row.name, "x");
  assert.ok(!("accuracy" in row) && row.validAccuracy > 50 && row.validAccuracy <= 100);
});

test("the full batch has as many rows as there are training examples", async () => {
  const [row] = await survey(data, cross(base, { batchSize: ["full"] }), { seeds: [0] });
  assert.deepEqual([row.batchSize, row.batchRows], ["full", 1197]);
});

test("fewer training examples are the first ones of the division, centred on their own mean", () => {
  const all = split(data, { seed: 3 });
  const few = centredSplits(data, 3, 40);
  const first = take(
    all.train,
    Array.from({ length: 40 }, (_, i) => i),
  );
  assert.deepEqual(few.train.y, first.y);
  assert.deepEqual(few.test.y, all.test.y);
  const sum = few.train.x.reduce((total, v, k) => (k % 64 === 20 ? total + v : total), 0);
  assert.ok(Math.abs(sum) < 1e-4);
  assert.equal(few.train.n, 40);
});

test("more training examples than there are, are refused", async () => {
  const config = { ...base, budget: { steps: 1 } };
  await assert.rejects(
    runTrials(data, [{ seed: 0, config, trainExamples: 5000 }]),
    /trainExamples must be at most 1197, got 5000/,
  );
});
