import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import {
  compare,
  compareTuned,
  cross,
  type Dataset,
  differenceOf,
  meansBy,
  runTrials,
  split,
  type TrainConfig,
  toTarget,
  train,
  tune,
} from "batchwise";
import { splitsOf } from "batchwise/dist/experiment/preparation.js";
import { runAgain } from "batchwise/experiment";
import { realExamples } from "../nn/realProblem.js";

const data = realExamples(150);
const config: TrainConfig = {
  model: { kind: "linear" },
  optimizer: { kind: "sgd", learningRate: 0.05 },
  batchSize: 16,
  budget: { epochs: 6 },
  seed: 0,
};

function originals({ target }: Dataset): Float64Array {
  assert.ok(target);
  return Float64Array.from(target.values, (value) => value * target.scale + target.mean);
}

const near = (actual: number | undefined, expected: number, relative = 1e-5): void =>
  assert.ok(
    Math.abs((actual ?? Number.NaN) - expected) <= relative * Math.abs(expected),
    `${actual}, not ${expected}`,
  );

test("every preparation standardises the target on train and keeps its originals", () => {
  const whole = split(data, { seed: 3 });
  for (const prepare of ["raw", "centred", "standardized"] as const)
    for (const trainExamples of [undefined, 40]) {
      const parts = splitsOf(data, prepare, 3, trainExamples);
      const { values } = parts.train.target ?? assert.fail();
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      assert.ok(Math.abs(mean) < 1e-6 && Math.abs(variance - 1) < 1e-5);
      for (const name of ["train", "valid", "test"] as const) {
        const before = originals(whole[name]);
        for (const [i, value] of originals(parts[name]).entries()) near(value, before[i], 1e-6);
        assert.equal(parts[name].target?.scale, parts.train.target?.scale);
      }
    }
});

test("ten bins by rank: each part keeps the distribution of the target", () => {
  const sorted = originals(data).sort();
  for (const seed of [0, 1, 2])
    for (const part of Object.values(split(data, { seed })))
      for (const share of [0.2, 0.5, 0.8]) {
        const limit = sorted[Math.floor(share * data.n)];
        const below = originals(part).filter((value) => value < limit).length;
        assert.ok(Math.abs(below / part.n - share) < 2 / Math.min(part.n, 10));
      }
});

test("rows say the error in the target's unit, and no accuracy", async () => {
  const [row] = await runTrials(data, [{ seed: 4, config }], { readTest: true });
  const splits = splitsOf(data, "centred", 4);
  const { model } = await train(splits, config);
  const [valid, rest] = [await model.evaluate(splits.valid), await model.evaluate(splits.test)];
  near(row.validRmse, valid.rmse ?? 0);
  near(row.validLoss, valid.loss);
  near(row.rmse, rest.rmse ?? 0);
  near(row.testLoss, rest.loss);
  const [given, wanted] = [await model.values(splits.test.x), originals(splits.test)];
  const squares = wanted.reduce((sum, value, i) => sum + (value - given[i]) ** 2, 0);
  near(row.rmse, Math.sqrt(squares / wanted.length));
  for (const value of [row.validAccuracy, row.accuracy, row.error]) assert.ok(Number.isNaN(value));
});

test("another unit of the target changes the error alone, by its factor", async () => {
  const { target } = data;
  assert.ok(target);
  const { mean, scale } = target;
  const cents = { ...data, target: { ...target, mean: 100 * mean, scale: 100 * scale } };
  const trials = [{ seed: 4, config }];
  const [one, other] = [
    await runTrials(data, trials, { readTest: true }),
    await runTrials(cents, trials, { readTest: true }),
  ];
  assert.equal(other[0].validLoss, one[0].validLoss);
  assert.equal(other[0].testLoss, one[0].testLoss);
  near(other[0].rmse, 100 * (one[0].rmse ?? Number.NaN), 1e-12);
});

test("a run that diverges has no small error", async () => {
  const wild = { ...config, optimizer: { kind: "sgd", learningRate: 1e6 } } as const;
  const [row] = await runTrials(data, [{ seed: 0, config: wild }]);
  assert.equal(row.stopped, "diverged");
  assert.equal(row.validRmse, Number.POSITIVE_INFINITY);
});

test("a journal brings back the same rows, NaN and all", async () => {
  const folder = await mkdtemp(join(tmpdir(), "regression-"));
  try {
    const journal = join(folder, "rows.jsonl");
    const trials = [0, 1].map((seed) => ({ seed, config: { ...config, seed } }));
    const options = { journal, readTest: true, keepHistory: true };
    const first = await runTrials(data, trials, options);
    assert.deepEqual(await runTrials(data, trials, options), first);
    assert.ok(first.every(({ rmse = 0, history = [] }) => rmse > 0 && history.length > 1));
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("the protocol runs by the loss: tune, compare, tune each, run again, run to a target", async () => {
  const candidates = cross(config, { batchSize: [8, 64] });
  const tuned = await tune(data, candidates, { seeds: [100], minPoints: 3 });
  for (const { validLoss } of tuned) assert.ok(validLoss > 0 && validLoss < 0.6);
  const compared = await compare(data, tuned, { seeds: [0, 1, 2] });
  const means = meansBy(compared, {
    by: ["batchSize"],
    value: "rmse",
  });
  assert.ok(means.every(({ estimate, low }) => estimate > 0 && low > -1));
  const lead = differenceOf(compared, {
    a: { batchSize: 8 },
    b: { batchSize: 64 },
    value: "rmse",
  });
  assert.ok(Number.isFinite(lead.estimate));
  const each = await compareTuned(data, candidates, { seeds: [0, 1], minPoints: 3 });
  assert.ok(each.every(({ rmse = Number.NaN }) => rmse > 0 && rmse < 5));
  const again = await runAgain(data, each, { batchSize: [32] });
  assert.ok(again.every(({ rmse = Number.NaN }) => rmse > 0));
  const most = { steps: 60, epochs: 3 };
  const reached = await toTarget(data, candidates, { target: 0.5, most, seeds: [0] });
  assert.ok(reached.every(({ steps }) => steps > 0 && Number.isFinite(steps)));
});

test("what is about classes is refused before any work, with what to use", async () => {
  const trials = [{ seed: 0, config }];
  await assert.rejects(
    runTrials(data, trials, { readTest: true, noise: [0.1] }),
    /runTrials: noise: data must have classes.*evaluate gives the rmse/,
  );
  await assert.rejects(
    runTrials(data, trials, { readTest: true, keepConfusion: true }),
    /keepConfusion: data must have classes.*rmse/,
  );
  const loss = { kind: "crossEntropy" } as const;
  await assert.rejects(
    runTrials(data, [{ seed: 0, config: { ...config, loss } }]),
    /trials\[0\].config.loss must be/,
  );
});
