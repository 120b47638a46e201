import assert from "node:assert/strict";
import { test } from "node:test";
import {
  compare,
  compareTuned,
  cross,
  differenceOf,
  lineChart,
  lowestBy,
  meansBy,
  mediansBy,
  runTrials,
  survey,
  table,
  toTarget,
  tune,
} from "batchwise";
import { intervalChart, parallelCoordinates } from "batchwise/plot";
import { accuracyLost, goodRanges } from "batchwise/study";
import { config, prices } from "../nn/regression.js";

// The protocol on data with a real target: rates are chosen by the loss, and errors are in the target's unit.

const data = prices();
const seeds = [1, 2, 3];
const candidates = cross(config, { batchSize: [8, 64] });

test("a comparison's rows have the error in the target's unit, and pair by the seed", async () => {
  const rows = await compare(data, candidates, { seeds });
  for (const { rmse = 0, testLoss = 0, accuracy, error } of rows) {
    assert.ok(rmse > 0 && rmse < 60);
    // The scale is the division's own, near that of all prices.
    assert.ok(Math.abs(rmse / Math.sqrt(testLoss) / (data.target?.scale ?? 0) - 1) < 0.2);
    assert.ok(Number.isNaN(accuracy) && Number.isNaN(error));
  }
  const sides = { a: { batchRows: 64 }, b: { batchRows: 8 }, value: "rmse" } as const;
  const { estimate, low, high, n } = differenceOf(rows, sides);
  assert.ok(n === 3 && low <= estimate && estimate <= high);
  assert.equal(mediansBy(rows, { by: ["stopped"], value: "rmse" }).length, 1);
  assert.equal(lowestBy(rows, { by: ["seed"], value: "rmse" }).length, 3);
});

test("figures and tables take the error, and refuse to be empty", async () => {
  const rows = await survey(data, candidates, { seeds, readTest: true, keepHistory: true });
  const means = meansBy(rows, { by: ["batchRows"], value: "rmse" });
  const chart = { title: "Error", x: "batchRows", y: "estimate", band: ["low", "high"] } as const;
  assert.ok(lineChart(means, chart).data.length > 0);
  assert.ok(table(rows.map(({ batchRows, seed, rmse }) => ({ batchRows, seed, rmse }))));
  const history = rows[0].history ?? [];
  assert.ok(lineChart(history, { title: "Loss", x: "epoch", y: "validLoss" }).data.length > 0);
  const refused = {
    name: "ArgumentError",
    message: /rows of a real target have "(rmse|validLoss)"/,
  };
  const { message } = refused;
  assert.throws(
    () => lineChart(history, { title: "Accuracy", x: "epoch", y: "validAccuracy" }),
    /column "validAccuracy" must hold numbers; rows of a real target have "validLoss"/,
  );
  for (const value of ["accuracy", "error", "validAccuracy"] as const) {
    assert.throws(() => meansBy(rows, { by: ["batchRows"], value }), { message });
    assert.throws(() => mediansBy(rows, { by: ["batchRows"], value }), { message });
    assert.throws(() => lowestBy(rows, { by: ["batchRows"], value }), { message });
    const sides = { a: { batchRows: 64 }, b: { batchRows: 8 }, value };
    assert.throws(() => differenceOf(rows, sides), { message });
  }
  const compared = await compare(data, candidates, { seeds });
  assert.throws(() => accuracyLost(compared, { by: ["seed"] }), { message });
  assert.throws(() => goodRanges(rows, { by: ["batchRows", "seed"] }), /must hold numbers/);
  const axes = [{ column: "batchRows" }, { column: "accuracy" }];
  assert.throws(() => parallelCoordinates(rows, { axes, title: "", value: "rmse" }), { message });
  const empty = means.map((row) => ({ ...row, estimate: Number.NaN, size: 1 }));
  const options = { label: "batchRows", estimate: "estimate", series: "size" } as const;
  assert.throws(
    () => intervalChart(empty, { ...options, interval: ["low", "high"], title: "", xTitle: "" }),
    /must hold numbers/,
  );
});

test("tuning chooses by the loss, and each seed's own rate is at least as good as the start", async () => {
  const tuned = await tune(data, candidates, { seeds: [11, 12], minPoints: 3 });
  for (const { validLoss, learningRate } of tuned)
    assert.ok(validLoss > 0 && validLoss < 1 && learningRate > 0);
  const own = await compareTuned(data, candidates, { seeds, minPoints: 3 });
  const kept = await runTrials(
    data,
    own.map(({ seed, config: { optimizer, ...rest } }) => ({
      seed,
      config: { ...rest, optimizer: config.optimizer },
    })),
  );
  own.forEach(({ validLoss, rmse = 0 }, i) => {
    assert.ok(validLoss <= kept[i].validLoss && rmse > 0);
  });
});

test("runs to a target loss count their steps", async () => {
  const rows = await toTarget(data, candidates, {
    target: 0.4,
    most: { steps: 60, epochs: 10 },
    seeds,
  });
  for (const { steps } of rows) assert.ok(steps > 0 && Number.isFinite(steps));
});
