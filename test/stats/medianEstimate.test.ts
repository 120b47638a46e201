import assert from "node:assert/strict";
import { test } from "node:test";
import { medianEstimate, Rng } from "batchwise";

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

test("the interval's ends are the order statistics of the tables", () => {
  // Ranks and confidence as in Conover, Practical Nonparametric Statistics, table A3 (p = ½).
  for (const [n, low, level] of [
    [6, 1, 0.96875],
    [10, 2, 0.978515625],
    [20, 6, 0.9586105346679688],
  ]) {
    const found = medianEstimate(upTo(n));
    assert.deepEqual([found.low, found.high, found.n], [low, n + 1 - low, n]);
    assert.ok(Math.abs(found.level - level) < 1e-12, `${n}: ${found.level}`);
    assert.equal(found.estimate, (n + 1) / 2);
  }
});

test("the order of the values does not matter, and one outlier hardly does", () => {
  const values = upTo(10);
  assert.deepEqual(medianEstimate([...values].reverse()), medianEstimate(values));
  assert.deepEqual(medianEstimate([...values.slice(0, 9), 1e9]), medianEstimate(values));
});

test("it holds the median as often as it says", () => {
  const rng = Rng.fromSeed(1);
  const trials = 4000;
  let held = 0;
  for (let t = 0; t < trials; t++) {
    const { low, high } = medianEstimate(Array.from({ length: 12 }, () => rng.normal() ** 3));
    if (low <= 0 && high >= 0) held++;
  }
  const { level } = medianEstimate(upTo(12));
  assert.ok(Math.abs(held / trials - level) < 4 * Math.sqrt((level * (1 - level)) / trials));
});

test("too few values for the level are refused", () => {
  assert.throws(
    () => medianEstimate(upTo(5)),
    /values must be enough for an interval of level 0.95, got 5/,
  );
  assert.throws(() => medianEstimate([1, Number.NaN]), /values must hold finite numbers/);
  assert.equal(medianEstimate(upTo(5), { level: 0.9 }).low, 1);
});
