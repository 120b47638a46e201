import assert from "node:assert/strict";
import { test } from "node:test";
import { Rng } from "batchwise";
import { hyperbola, jackknifeInterval, meanEstimate } from "batchwise/stats";
import { criticalBatchSizes, stepsBeyond, targetCosts } from "batchwise/study";

const rng = Rng.fromSeed(3);
const close = (actual: number, expected: number): void => {
  assert.ok(Math.abs(actual / expected - 1) < 1e-6, `${actual} must be ${expected}`);
};

test("of a mean, the jackknife widens by overlap as Student's t does", () => {
  const values = [3, 1, 4, 1, 5, 9];
  const meanOf = (units: Int32Array): number =>
    units.reduce((sum, i) => sum + values[i], 0) / units.length;
  const found = jackknifeInterval(values.length, meanOf, { overlap: 0.25 });
  const expected = meanEstimate(values, { overlap: 0.25 });
  close(found.low, expected.low);
  close(found.high, expected.high);
  assert.equal(found.overlap, 0.25);
  assert.equal(jackknifeInterval(values.length, meanOf).overlap, undefined);
  assert.throws(() => jackknifeInterval(6, meanOf, { overlap: -1 }), /overlap .*got -1/);
});

const seeds = [0, 1, 2, 3];
const rows = seeds.flatMap((seed) =>
  [4, 32, 256].map((batchRows) => ({
    optimizer: "SGD",
    batchRows,
    seed,
    steps: 20 + (40 + 10 * seed) * (20 / batchRows),
  })),
);

test("seeds that divide the same data give the critical size a wider interval", () => {
  const [independent] = criticalBatchSizes(rows, { rng });
  const shared = rows.map((row) => ({ ...row, overlap: 0.25 }));
  const [found] = criticalBatchSizes(shared, { rng });
  assert.deepEqual([found.estimate, found.overlap], [independent.estimate, 0.25]);
  const length = ({ low, high }: { low: number; high: number }): number => Math.log(high / low);
  close(length(found), length(independent) * Math.sqrt(1 + seeds.length / 4));
  const points = [4, 32, 256].map((batchSize) => ({ batchSize, steps: [1 + 100 / batchSize, 2] }));
  assert.throws(
    () => hyperbola(points, { rng, interval: "bca", overlap: 0.25 }),
    /must be "jackknife"/,
  );
});

test("costs of runs to a target know their overlap", () => {
  const config = {
    model: { kind: "linear" },
    optimizer: { kind: "sgd", learningRate: 1 },
    batchSize: 4,
    budget: { steps: 9 },
    seed: 0,
  } as const;
  const speed = { model: "", batchSize: 4, batchRows: 4, round: 0, perSecond: 100 };
  const run = { seed: 0, batchRows: 4, learningRate: 1, steps: 6, config, overlap: 0.25 };
  const [cost] = targetCosts([run], { speeds: [speed], n: 40 });
  assert.deepEqual([cost.overlap, cost.seen, cost.seconds], [0.25, 24, 0.24]);
});

test("beyond twice the critical size the largest batch saves what the curve says", () => {
  const sizes = [1, 4, 16, 64, 100, 256, 1024];
  const exact = seeds.flatMap((seed) =>
    sizes.map((batchRows) => ({
      optimizer: "Adam",
      batchRows,
      seed,
      steps: (seed + 1) * (20 + 1000 / batchRows),
    })),
  );
  const [{ optimizer, criticalSize, saved }] = stepsBeyond(exact);
  assert.equal(optimizer, "Adam");
  assert.ok(Math.abs(criticalSize.estimate / 50 - 1) < 1e-3, String(criticalSize.estimate));
  // At twice the critical size the curve is at 1.5 times its least.
  const share = 100 * (1 - (20 + 1000 / 1024) / 30);
  assert.ok(Math.abs(saved.estimate - share) < 0.05, `${saved.estimate} must be ${share}`);
  assert.ok(saved.high - saved.low < 0.1 && saved.n === 4);
  // A curve that still falls at its end has its bend beyond it, and nothing is larger than the largest.
  const falling = exact.map((row) => ({ ...row, steps: 1000 / row.batchRows }));
  assert.equal(stepsBeyond(falling)[0].saved.estimate, 0);
});
