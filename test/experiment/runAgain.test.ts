import assert from "node:assert/strict";
import { test } from "node:test";
import { compare, compareTuned, cross, loadDigits, type TrainConfig, tasks } from "batchwise";
import { runAgain } from "batchwise/experiment";

const data = loadDigits();
const base: TrainConfig = {
  model: { kind: "linear" },
  optimizer: { kind: "sgd", learningRate: 1 },
  batchSize: 32,
  budget: { epochs: 2 },
  seed: 0,
};
const before = cross(base, { rate: { tuned: {} }, trainExamples: [600] });
const seeds = [3, 4, 5];

test("every run is made again at its own rate and seed, with nothing but the changes", async () => {
  const tuned = await compareTuned(data, before, { seeds, minPoints: 3 });
  const after = await runAgain(data, tuned, {
    budget: { "equal epochs": {}, longer: { budget: { epochs: 4 } } },
    rate: { kept: {} },
    batchSize: [32, 512],
  });
  assert.deepEqual(
    after.map(({ budget, batchSize, seed }) => `${budget} ${batchSize} ${seed}`),
    ["equal epochs", "longer"].flatMap((budget) =>
      [32, 512].flatMap((size) => seeds.map((seed) => `${budget} ${size} ${seed}`)),
    ),
  );
  for (const [i, row] of after.entries()) {
    const first = tuned[i % 3];
    const epochs = i < 6 ? 2 : 4;
    assert.deepEqual(row.config, {
      ...first.config,
      batchSize: row.batchSize,
      budget: { epochs },
    });
    assert.deepEqual([row.rate, row.trainExamples, row.epochs], ["kept", 600, epochs]);
    assert.equal(row.overlap, first.overlap);
  }
  // Nothing changed: the same run.
  assert.deepEqual(
    after.slice(0, 3).map(({ accuracy, validLoss }) => [accuracy, validLoss]),
    tuned.map(({ accuracy, validLoss }) => [accuracy, validLoss]),
  );
  assert.notDeepEqual(
    after.slice(3, 6).map(({ validLoss }) => validLoss),
    tuned.map(({ validLoss }) => validLoss),
  );
});

test("it prepares the data as it is told, and leaves out what only the first runs were asked for", async () => {
  const [, noisy] = tasks({ digits: data });
  const { prepare } = noisy;
  const options = { prepare, keepHistory: true, noise: [0.2] };
  const runs = await compare(data, before, { ...options, seeds: [0] });
  const [same] = await runAgain(data, runs, { name: { same: {} } }, { prepare });
  assert.equal(same.accuracy, runs[0].accuracy);
  assert.deepEqual([same.name, "history" in same, "noisyAccuracy" in same], ["same", false, false]);
  const [clean] = await runAgain(data, runs, { name: { clean: {} } });
  assert.notEqual(clean.validLoss, runs[0].validLoss);
});

test("no runs make none", async () => {
  assert.deepEqual(await runAgain(data, [], { batchSize: [8] }), []);
});
