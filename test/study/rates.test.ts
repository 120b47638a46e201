import assert from "node:assert/strict";
import { test } from "node:test";
import {
  atRateOf,
  compare,
  cross,
  loadDigits,
  Rng,
  survey,
  type TrainConfig,
  toTarget,
} from "batchwise";
import {
  accuracyLost,
  criticalBatchSizes,
  goodRange,
  type RateRow,
  rateExponents,
  rateLaws,
  rateOptima,
  relativeRates,
} from "batchwise/study";

const rng = Rng.fromSeed(1);
const close = (actual: number, expected: number): void => {
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} must be ${expected}`);
};

const data = loadDigits();
const base = { model: { kind: "linear" }, budget: { epochs: 3 } } as const;

/** A map on which seed s has its lowest loss at s · batchRows^exponent. */
function madeMap(exponent: number): RateRow[] {
  const rates = Array.from({ length: 13 }, (_, i) => 2 ** (i - 6));
  return [4, 16, 64].flatMap((batchSize) =>
    [1, 2].flatMap((seed) =>
      rates.map((learningRate): RateRow => {
        const best = seed * 0.1 * batchSize ** exponent;
        const validLoss = 1 + Math.log2(learningRate / best) ** 2;
        const optimizer = { kind: "sgd", learningRate } as const;
        const config = { ...base, optimizer, batchSize, seed };
        const place = { optimizer: "SGD", seed, batchSize, batchRows: batchSize, learningRate };
        return { ...place, validLoss, config };
      }),
    ),
  );
}

test("the good range ends where the line between two rates crosses the limit", () => {
  // The limit is 0.1 + 0.05; the loss crosses it halfway in log rate on both sides.
  const { low, high, doublings, cut } = goodRange([1, 2, 4], [0.2, 0.1, 0.2]);
  close(low, 2 ** 0.5);
  close(high, 2 ** 1.5);
  close(doublings, 1);
  assert.equal(cut, false);
});

test("for a large loss the limit is 10 %", () => {
  close(goodRange([1, 2, 4], [6, 5, 6]).doublings, 1);
});

test("the good range stops before a rate that diverged, and is cut at the ends of the grid", () => {
  const { low, high, cut } = goodRange([1, 2, 4], [1, 1, Number.POSITIVE_INFINITY]);
  assert.deepEqual({ low, high, cut }, { low: 1, high: 2, cut: true });
});

test("a good rate beyond a bad one does not widen the range", () => {
  assert.ok(goodRange([1, 2, 4, 8], [1, 9, 1.01, 9]).high < 2);
});

test("the optima, their exponents and the law are those that the map was made with", () => {
  const optima = rateOptima(madeMap(0.7));
  for (const { batchRows, bySeed, estimate } of optima) {
    close(bySeed[0], 0.1 * batchRows ** 0.7);
    close(bySeed[1], 0.2 * batchRows ** 0.7);
    close(estimate, Math.SQRT2 * 0.1 * batchRows ** 0.7);
  }
  for (const exponent of rateExponents(optima, "SGD", rng)) close(exponent, 0.7);
  const [law] = rateLaws(optima, { rng });
  close(law.estimate, 0.7);
  close(law.off, 1);
});

test("the compromise is the rate with the lowest loss at its worst batch size", () => {
  const lossAt = [
    [0.5, 3, 1],
    [1, 1, 1.4],
    [0.1, 2, 2],
  ];
  const rows = madeMap(1)
    .filter(({ learningRate }) => [1, 2, 4].includes(learningRate))
    .map((row) => {
      const size = [4, 16, 64].indexOf(row.batchRows);
      return { ...row, validLoss: lossAt[[1, 2, 4].indexOf(row.learningRate)][size] };
    });
  for (const { compromise } of rateOptima(rows)) assert.equal(compromise, 2);
});

test("relative rates are 1 at the anchor, and the rules have their exponents", () => {
  const rates = relativeRates(rateOptima(madeMap(1)), { anchor: 16 });
  const line = (name: string): number[] =>
    rates.filter((row) => row.line === name).map(({ rate }) => rate);
  line("SGD").forEach((rate, i) => {
    close(rate, line("linear rule")[i]);
  });
  assert.deepEqual(line("linear rule"), [0.25, 1, 4]);
  assert.deepEqual(line("square-root rule"), [0.5, 1, 2]);
});

test("the critical batch size is that of the hyperbola the steps were made with", () => {
  const rows = [1, 10, 100, 1000].flatMap((batchRows) =>
    [1, 2].map((seed) => ({
      optimizer: "SGD",
      batchRows,
      learningRate: 1,
      seed,
      steps: seed * (20 + 1000 / batchRows),
    })),
  );
  const [{ estimate: critical, leastSteps }] = criticalBatchSizes(rows, { rng });
  assert.ok(Math.abs(critical / 50 - 1) < 1e-3, String(critical));
  assert.ok(Math.abs(leastSteps / (20 * Math.SQRT2) - 1) < 1e-3, String(leastSteps));
});

test("accuracy lost is the range over batch sizes, apart for each seed", () => {
  const row = { optimizer: "SGD", rate: "tuned" } as const;
  const rows = [
    { ...row, seed: 1, accuracy: 90 },
    { ...row, seed: 1, accuracy: 97 },
    { ...row, seed: 2, accuracy: 95 },
  ];
  assert.deepEqual(
    accuracyLost(rows, { by: ["optimizer", "rate", "seed"] }).map(({ seed, lost }) => [seed, lost]),
    [
      [1, 7],
      [2, 0],
    ],
  );
});

test("a grid that is not geometric is refused", () => {
  const rates = [2 ** -6, 2 ** -5, 2 ** -3];
  const rows = madeMap(1).filter(({ learningRate }) => rates.includes(learningRate));
  assert.throws(
    () => rateOptima(rows),
    /rates of SGD must be 3 or more in rising geometric progression/,
  );
});

test("from a map through its optima to one rate and the steps to a target", async () => {
  const rates = [0.005, 0.02, 0.08];
  const adam: TrainConfig = {
    ...base,
    optimizer: { kind: "adam", learningRate: 1 },
    batchSize: 32,
    seed: 0,
  };
  const grid = cross(adam, {
    optimizer: { Adam: {} },
    batchSize: [32, 128],
    learningRate: rates,
  });
  const map = await survey(data, grid, { seeds: [10, 11] });
  assert.equal(map.length, 12);
  assert.ok(map.every(({ accuracy }) => accuracy === undefined));
  const optima = rateOptima(map);
  for (const { config } of optima) {
    const same = map.filter(({ batchSize }) => batchSize === config.batchSize);
    const total = (rate: number): number =>
      same
        .filter(({ learningRate }) => learningRate === rate)
        .reduce((sum, { validLoss }) => sum + validLoss, 0);
    assert.ok(rates.every((r) => total(config.optimizer.learningRate) <= total(r)));
  }
  const kept = await compare(data, atRateOf(optima, { batchSize: 32 }, { by: ["optimizer"] }), {
    seeds: [1, 2],
  });
  assert.equal(new Set(kept.map(({ learningRate }) => learningRate)).size, 1);
  assert.deepEqual(
    kept.map(({ optimizer, batchSize, seed }) => [optimizer, batchSize, seed]),
    [32, 128].flatMap((size) => [1, 2].map((seed) => ["Adam", size, seed])),
  );
  const most = { steps: 20, epochs: 5 };
  const steps = await toTarget(data, optima, { target: 0.5, most, seeds: [3, 4] });
  assert.equal(steps.length, 4);
  for (const row of steps) assert.ok(row.steps > 0 && Number.isFinite(row.steps));
});
