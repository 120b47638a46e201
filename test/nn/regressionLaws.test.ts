import assert from "node:assert/strict";
import { test } from "node:test";
import { batches, type Dataset, Rng, split, type TrainConfig, take, train } from "batchwise";
import { initialModel } from "batchwise/analysis";
import { intervalChart, parallelCoordinates } from "batchwise/plot";
import { accuracyLost, sharpnessStudy } from "batchwise/study";
import { realExamples, realSplits } from "./realProblem.js";

const config: TrainConfig = {
  model: { kind: "mlp", hidden: [6] },
  optimizer: { kind: "sgd", learningRate: 0.1 },
  batchSize: 16,
  budget: { epochs: 4 },
  seed: 2,
};

test("the target stays with its example where data are divided, cut and taken", () => {
  const data = realExamples(120);
  const known = new Map(
    Array.from({ length: data.n }, (_, i) => [data.x[4 * i], data.target?.values[i]]),
  );
  assert.equal(known.size, data.n);
  const agrees = (part: Dataset): void => {
    assert.equal(part.target?.values.length, part.n);
    part.target?.values.forEach((value, i) => void assert.equal(value, known.get(part.x[4 * i])));
  };
  agrees(take(data, [5, 0, 5]));
  for (const part of Object.values(split(data, { seed: 4 }))) agrees(part);
  for (const batch of batches(data, { batchSize: 7, rng: Rng.fromSeed(1) })) agrees(batch);
});

test("with a full batch the order of the examples changes nothing beyond rounding", async () => {
  const full = { ...config, batchSize: "full", budget: { steps: 20 } } as const;
  const order = Rng.fromSeed(8).permutation(realSplits.train.n);
  const one = await train(realSplits, full);
  const two = await train({ ...realSplits, train: take(realSplits.train, order) }, full);
  one.history.forEach(({ trainLoss, validLoss }, i) => {
    assert.ok(Math.abs(two.history[i].trainLoss - trainLoss) < 1e-5);
    assert.ok(Math.abs(two.history[i].validLoss - validLoss) < 1e-5);
  });
});

test("flat examples with a real target go to tfjs layers before any training", async () => {
  const layers = await initialModel(realSplits.train, config).toLayersModel();
  assert.deepEqual(layers.outputShape, [null, 1]);
  layers.dispose();
});

test("sharpness has the error on the test part in the target's unit beside it", async () => {
  const options = { losses: [0.6], readTest: true };
  const [{ rmse = 0, testLoss = 0 }] = await sharpnessStudy(
    realExamples(120),
    [{ seed: 1, config }],
    options,
  );
  // Prices scatter by about 5.
  assert.ok(Math.abs(rmse / Math.sqrt(testLoss) / 5 - 1) < 0.3, `${rmse}, ${testLoss}`);
});

test("no figure and no summary of accuracies that are not there", () => {
  const rows = [1, 2].map((seed) => ({ seed, overlap: 0, rmse: seed, accuracy: Number.NaN }));
  const axes = [{ column: "seed" }, { column: "accuracy" }];
  const refused = { name: "ArgumentError", message: /real target/ };
  assert.throws(() => accuracyLost(rows, { by: [] }), refused);
  assert.throws(() => parallelCoordinates(rows, { axes, title: "", value: "rmse" }), refused);
  const empty = rows.map((row) => ({ ...row, low: Number.NaN, high: Number.NaN }));
  assert.throws(
    () =>
      intervalChart(empty, {
        ...{ label: "seed", estimate: "accuracy", series: "overlap" },
        ...{ interval: ["low", "high"], title: "", xTitle: "" },
      }),
    { name: "ArgumentError", message: /some "accuracy" must be a number/ },
  );
});
