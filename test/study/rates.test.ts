import assert from "node:assert/strict";
import { test } from "node:test";
import {
  accuracyLost,
  beta2Study,
  criticalBatchSizes,
  goodRange,
  loadDigits,
  oneRateStudy,
  type RateMapRow,
  Rng,
  rateExponents,
  rateLaws,
  rateMap,
  rateOptima,
  relativeRates,
  stepsStudy,
  stepsToTarget,
} from "batchwise";

const rng = Rng.fromSeed(1);
const close = (actual: number, expected: number): void => {
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} must be ${expected}`);
};

/** A map on which seed s has its lowest loss at s · examples^exponent. */
function madeMap(exponent: number): RateMapRow[] {
  const rates = Array.from({ length: 13 }, (_, i) => 2 ** (i - 6));
  return [4, 16, 64].flatMap((examples) =>
    [1, 2].flatMap((split) =>
      rates.map((learningRate): RateMapRow => {
        const validLoss = 1 + Math.log2(learningRate / (split * 0.1 * examples ** exponent)) ** 2;
        const optimizer = { kind: "sgd", learningRate } as const;
        return {
          optimizer: "SGD",
          split,
          examples,
          batchSize: examples,
          learningRate,
          validLoss,
          config: {
            model: { kind: "linear" },
            optimizer,
            batchSize: examples,
            budget: { epochs: 1 },
            seed: split,
          },
          stopped: "budget",
          steps: 1,
          epochs: 1,
          seconds: 1,
          trainLoss: 1,
          validAccuracy: 1,
        };
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
  const optima = rateOptima(madeMap(0.7), { rng });
  for (const { examples, bySeed, optimum } of optima) {
    close(bySeed[0], 0.1 * examples ** 0.7);
    close(bySeed[1], 0.2 * examples ** 0.7);
    close(optimum, Math.SQRT2 * 0.1 * examples ** 0.7);
  }
  for (const exponent of rateExponents(optima, "SGD", rng)) close(exponent, 0.7);
  const [law] = rateLaws(optima, { rng });
  close(law.exponent, 0.7);
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
      const size = [4, 16, 64].indexOf(row.examples);
      return { ...row, validLoss: lossAt[[1, 2, 4].indexOf(row.learningRate)][size] };
    });
  for (const { compromise } of rateOptima(rows, { rng })) assert.equal(compromise, 2);
});

test("relative rates are 1 at the anchor, and the rules have their exponents", () => {
  const rates = relativeRates(rateOptima(madeMap(1), { rng }), { anchor: 16 });
  const line = (name: string): number[] =>
    rates.filter((row) => row.line === name).map(({ rate }) => rate);
  line("SGD").forEach((rate, i) => {
    close(rate, line("linear rule")[i]);
  });
  assert.deepEqual(line("linear rule"), [0.25, 1, 4]);
  assert.deepEqual(line("square-root rule"), [0.5, 1, 2]);
});

test("steps to a target lie between two evaluations, on a line in log loss", () => {
  const history = [
    { step: 0, validLoss: 4 },
    { step: 10, validLoss: 1 },
    { step: 20, validLoss: 2 },
  ];
  close(stepsToTarget(history, 2), 5);
  assert.equal(stepsToTarget(history, 1), 10);
  assert.equal(stepsToTarget(history, 5), 0);
  assert.equal(stepsToTarget(history, 0.5), Number.POSITIVE_INFINITY);
});

test("the critical batch size is that of the hyperbola the steps were made with", () => {
  const rows = [1, 10, 100, 1000].flatMap((examples) =>
    [1, 2].map((split) => ({
      optimizer: "SGD",
      examples,
      learningRate: 1,
      split,
      steps: split * (20 + 1000 / examples),
    })),
  );
  const [{ critical, leastSteps }] = criticalBatchSizes(rows, { rng });
  assert.ok(Math.abs(critical / 50 - 1) < 1e-3, String(critical));
  assert.ok(Math.abs(leastSteps / (20 * Math.SQRT2) - 1) < 1e-3, String(leastSteps));
});

test("accuracy lost is the range over batch sizes, apart for each seed", () => {
  const row = { optimizer: "SGD", rate: "tuned" } as const;
  const rows = [
    { ...row, split: 1, accuracy: 90 },
    { ...row, split: 1, accuracy: 97 },
    { ...row, split: 2, accuracy: 95 },
  ];
  assert.deepEqual(
    accuracyLost(rows).map(({ split, lost }) => [split, lost]),
    [
      [1, 7],
      [2, 0],
    ],
  );
});

const data = loadDigits();
const base = { model: { kind: "linear" }, budget: { epochs: 3 } } as const;

test("from a map through its optima to one rate and the steps to a target", async () => {
  const map = await rateMap(data, base, {
    optimizers: {
      Adam: { optimizer: { kind: "adam", learningRate: 1 }, rates: [0.005, 0.02, 0.08] },
    },
    sizes: [32, 128],
    seeds: [10, 11],
  });
  assert.equal(map.length, 12);
  const optima = rateOptima(map, { rng });
  for (const { config } of optima) {
    const same = map.filter(({ batchSize }) => batchSize === config.batchSize);
    const total = (rate: number): number =>
      same
        .filter(({ learningRate }) => learningRate === rate)
        .reduce((sum, { validLoss }) => sum + validLoss, 0);
    assert.ok([0.005, 0.02, 0.08].every((r) => total(config.optimizer.learningRate) <= total(r)));
  }
  const kept = await oneRateStudy(data, optima, { anchor: 32, seeds: [1, 2] });
  const at = (batchSize: number, rate: string): number[] =>
    kept
      .filter((row) => row.batchSize === batchSize && row.rate === rate)
      .map(({ learningRate }) => learningRate);
  assert.deepEqual(at(32, "one rate"), at(128, "one rate"));
  assert.deepEqual(at(32, "compromise"), at(128, "compromise"));
  assert.deepEqual(
    at(128, "tuned"),
    [1, 2].map(() => optima[1].config.optimizer.learningRate),
  );
  const most = { steps: 20, epochs: 5 };
  const steps = await stepsStudy(data, optima, { target: 0.5, most, seeds: [3, 4] });
  assert.equal(steps.length, 4);
  for (const row of steps) assert.ok(row.steps > 0 && Number.isFinite(row.steps));
});

test("rescaling β2 at its reference size changes nothing, and at a smaller one something", async () => {
  const options = { sizes: [64, 256], reference: 256, learningRate: 0.01 };
  const rows = await beta2Study(data, base, { ...options, seeds: [1], tuningSeeds: [2] });
  const loss = (batchSize: number): number[] =>
    rows.filter((row) => row.batchSize === batchSize).map(({ validLoss }) => validLoss);
  assert.equal(loss(256)[0], loss(256)[1]);
  assert.notEqual(loss(64)[0], loss(64)[1]);
  assert.deepEqual(
    rows.map(({ beta2 }) => beta2),
    ["fixed", "rescaled", "fixed", "rescaled"],
  );
});

test("a grid that is not geometric, and an anchor that is none of the sizes, are refused", async () => {
  const optimizers = {
    SGD: { optimizer: { kind: "sgd", learningRate: 1 }, rates: [1, 2, 3] },
  } as const;
  await assert.rejects(
    rateMap(data, base, { optimizers, sizes: [8], seeds: [1] }),
    /rates of SGD must be 3 or more in rising geometric progression/,
  );
  const optima = rateOptima(madeMap(1), { rng });
  await assert.rejects(
    oneRateStudy(data, optima, { anchor: 5, seeds: [1] }),
    /anchor must be a batch size of the optima/,
  );
});
