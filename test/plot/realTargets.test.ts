import assert from "node:assert/strict";
import { test } from "node:test";
import { differenceOf, heatMap, lineChart, lowestBy, meansBy, train } from "batchwise";
import { surfaceChart } from "batchwise/plot";
import { realSplits } from "../nn/realProblem.js";

const { history } = await train(realSplits, {
  model: { kind: "linear" },
  optimizer: { kind: "sgd", learningRate: 0.05 },
  batchSize: 16,
  budget: { epochs: 4 },
  seed: 0,
});
const rows = history.flatMap((row) =>
  [0, 1].map((seed) => ({ ...row, seed, overlap: 0, accuracy: Number.NaN })),
);

test("curves of a run on a real target are of its losses", () => {
  const figure = lineChart(history, { title: "Loss", x: "epoch", y: "validLoss" });
  assert.deepEqual(
    figure.data[0]["y"],
    history.map(({ validLoss }) => validLoss),
  );
});

test("no chart and no summary of an accuracy that is not there", () => {
  const [x, y, title] = ["epoch", "seed", "Accuracy"] as const;
  const value = "accuracy";
  for (const draw of [
    () => lineChart(history, { title, x, y: "validAccuracy" }),
    () => heatMap(rows, { title, x, y, value }),
    () => surfaceChart(rows, { title, x, y, z: value, panel: "seed" }),
    () => meansBy(rows, { by: ["epoch"], value }),
    () => differenceOf(rows, { a: { epoch: 0 }, b: { epoch: 1 }, value }),
    () => lowestBy(rows, { by: ["seed"], value }),
  ])
    assert.throws(draw, { name: "ArgumentError" });
});
