import assert from "node:assert/strict";
import { test } from "node:test";
import { LogisticRegression, Rng } from "batchwise";

test("fits one after the other leave the memory as it was", () => {
  const [n, features] = [40_000, 2];
  const rng = Rng.fromSeed(1);
  const x = {
    values: Float64Array.from({ length: n * features }, () => rng.normal()),
    shape: [n, features],
  };
  const y = Int32Array.from({ length: n }, () => rng.integer(3));
  const fitMany = (times: number): void => {
    for (let i = 0; i < times; i++)
      new LogisticRegression({ solver: "lbfgs", maxIter: 1, tol: 1e-12 }).fit(x, y, {
        warn: false,
      });
  };
  fitMany(20);
  const before = process.memoryUsage.rss();
  fitMany(100);
  const grown = (process.memoryUsage.rss() - before) / 2 ** 20;
  // Each fit works on two megabytes.
  assert.ok(grown < 80, `grown by ${grown.toFixed(0)} MB`);
});
