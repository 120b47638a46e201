import assert from "node:assert/strict";
import { test } from "node:test";
import {
  augmentedRows,
  confusionChange,
  crossed,
  differenceOf,
  differencesFrom,
  gapsBy,
  loadDigits,
  matching,
  Rng,
  runTrials,
  split,
  type TrainConfig,
  take,
  tunedComparison,
} from "batchwise";
import { centredSplits } from "batchwise/dist/experiment/preparation.js";

const data = loadDigits();
const base: TrainConfig = {
  model: { kind: "linear" },
  optimizer: { kind: "adam", learningRate: 0.01 },
  batchSize: 64,
  budget: { epochs: 2 },
  seed: 0,
};
const rng = Rng.fromSeed(1);

test("crossed gives every combination, with the labels and changes of all axes", () => {
  const candidates = crossed(
    base,
    [8, 16].map((batchSize) => ({ labels: { batch: batchSize }, batchSize })),
    [{ labels: { few: true }, trainExamples: 50 }, { labels: { few: false } }],
  );
  assert.deepEqual(
    candidates.map(({ labels, config, trainExamples }) => [
      labels,
      config.batchSize,
      trainExamples,
    ]),
    [
      [{ batch: 8, few: true }, 8, 50],
      [{ batch: 8, few: false }, 8, undefined],
      [{ batch: 16, few: true }, 16, 50],
      [{ batch: 16, few: false }, 16, undefined],
    ],
  );
  assert.deepEqual(crossed(base), [{ labels: {}, config: base }]);
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

test("of candidates for the same place the one with the lowest validation loss is compared", async () => {
  const candidates = crossed(
    base,
    [{ labels: { examples: 100 }, trainExamples: 100 }],
    [
      { labels: { kind: "plain", l2: 0 } },
      { labels: { kind: "penalised", l2: 100 }, l2: 100 },
      { labels: { kind: "penalised", l2: 0.001 }, l2: 0.001 },
    ],
  );
  const { tuned, rows } = await tunedComparison(data, candidates, {
    by: ["examples", "kind"],
    seeds: [0, 1],
    tuningSeeds: [10, 11],
    minPoints: 3,
    keepConfusion: true,
  });
  assert.deepEqual(
    tuned.map((row) => row["l2"]),
    [0, 100, 0.001],
  );
  assert.ok(tuned[2].validLoss < tuned[1].validLoss);
  assert.deepEqual(
    rows.map((row) => [row.split, row["kind"], row["l2"], row.trainExamples, row.config.seed]),
    [
      [0, "plain", 0, 100, 0],
      [0, "penalised", 0.001, 100, 0],
      [1, "plain", 0, 100, 1],
      [1, "penalised", 0.001, 100, 1],
    ],
  );
  const [{ learningRate }] = matching(tuned, { l2: 0.001 });
  for (const row of matching(rows, { kind: "penalised" }))
    assert.equal(row.learningRate, learningRate);
  for (const { accuracy, error, confusion = [] } of rows) {
    const right = confusion.reduce((sum, count, k) => (k % 11 === 0 ? sum + count : sum), 0);
    const all = confusion.reduce((sum, count) => sum + count, 0);
    assert.ok(Math.abs(accuracy - (100 * right) / all) < 1e-9);
    assert.ok(Math.abs(accuracy + error - 100) < 1e-9);
  }
});

test("more training examples than there are, are refused", async () => {
  const config = { ...base, budget: { steps: 1 } };
  await assert.rejects(
    runTrials(data, [{ split: 0, config, trainExamples: 5000 }]),
    /trainExamples must be at most 1197, got 5000/,
  );
});

test("gaps pair two rows of each group, and differences compare them with a base", () => {
  const rows = [0, 1, 2].flatMap((seed) =>
    ["plain", "more"].flatMap((training) =>
      [8, 64].map((batch) => ({
        split: seed,
        training,
        batch,
        accuracy: 90 + seed - batch / 64 + (training === "more" ? batch / 32 : 0),
      })),
    ),
  );
  const gaps = gapsBy(rows, {
    by: ["training", "split"],
    a: { batch: 8 },
    b: { batch: 64 },
    value: "accuracy",
  });
  assert.deepEqual(
    gaps.map(({ gap }) => gap),
    [0.875, -0.875, 0.875, -0.875, 0.875, -0.875],
  );
  const by: string[] = [];
  const [change, ...rest] = differencesFrom(gaps, {
    base: "plain",
    by,
    column: "training",
    value: "gap",
    rng,
  });
  assert.deepEqual(rest, []);
  assert.deepEqual([change["training"], change.estimate], ["more", -1.75]);
  const ends = { a: { batch: 8 }, b: { batch: 64 }, value: "accuracy" };
  assert.deepEqual(gapsBy(rows, { ...ends, by: ["batch", "training", "split"] }), []);
  // Each seed has a plain and another row on either side: which of them would be the pair?
  assert.throws(() => differenceOf(rows, { ...ends, rng }), /one row for each value of "split"/);
  assert.throws(() => gapsBy(rows, { ...ends, by: ["split"] }), /one row of a group, got 2/);
});

test("a change of confusions is in percent of the true class over all runs", () => {
  const before = [{ confusion: [9, 1, 0, 10] }, { confusion: [10, 0, 2, 8] }];
  const after = [{ confusion: [6, 4, 0, 10] }];
  assert.deepEqual(confusionChange(before, after, ["a", "b"]), [
    { truth: "a", takenFor: "b", before: 5, after: 40, change: 35 },
    { truth: "b", takenFor: "a", before: 10, after: 0, change: -10 },
  ]);
  assert.throws(() => confusionChange([{}], after, ["a", "b"]), /must hold a confusion/);
});

test("rows of augmented images begin with the images as they are", () => {
  const few = take(data, [0, 1, 2]);
  const rows = augmentedRows(few, { mix: { kind: "mixup", alpha: 1 } }, rng);
  assert.deepEqual(
    rows.map(({ name }) => name),
    ["as they are", "mix"],
  );
  assert.deepEqual(rows[0].images.x, few.x);
  assert.notDeepEqual(rows[1].images.x, few.x);
  assert.equal(rows[1].images.n, 3);
});
