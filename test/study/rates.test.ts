import assert from "node:assert/strict";
import { test } from "node:test";
import {
  cross,
  loadDigits,
  lowestBy,
  matching,
  Rng,
  survey,
  type TrainConfig,
  toTarget,
} from "batchwise";
import {
  accuracyLost,
  atRates,
  criticalBatchSizes,
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
function madeMap(exponent: number): (RateRow & { readonly optimizer: string })[] {
  const rates = Array.from({ length: 13 }, (_, i) => 2 ** (i - 6));
  return [4, 16, 64].flatMap((batchSize) =>
    [1, 2].flatMap((seed) =>
      rates.map((learningRate) => {
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

test("the optima, their exponents and the law are those that the map was made with", () => {
  const optima = rateOptima(madeMap(0.7));
  for (const { batchRows, bySeed, estimate } of optima) {
    close(bySeed[0], 0.1 * batchRows ** 0.7);
    close(bySeed[1], 0.2 * batchRows ** 0.7);
    close(estimate, Math.SQRT2 * 0.1 * batchRows ** 0.7);
  }
  const exponents = rateExponents(optima, { rng });
  assert.deepEqual(
    exponents.map(({ optimizer, seed }) => [optimizer, seed]),
    [
      ["SGD", 0],
      ["SGD", 1],
    ],
  );
  for (const { exponent } of exponents) close(exponent, 0.7);
  const [law] = rateLaws(optima, { rng });
  close(law.estimate, 0.7);
  close(law.off, 1);
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
  const tuned = lowestBy(map, { by: ["batchSize", "seed"], value: "validLoss" });
  for (const row of tuned) {
    const { batchSize, seed } = row;
    assert.ok(
      matching(map, { batchSize, seed }).every(({ validLoss }) => row.validLoss <= validLoss),
    );
  }
  const anchor = matching(tuned, { batchSize: 32 });
  const kept = atRates(map, anchor, { by: ["optimizer", "seed"] });
  assert.deepEqual(
    kept.map(({ optimizer, batchSize, seed }) => [optimizer, batchSize, seed]),
    [10, 11].flatMap((seed) => [32, 128].map((size) => ["Adam", size, seed])),
  );
  for (const { seed, learningRate } of kept)
    assert.equal(learningRate, matching(anchor, { seed })[0].learningRate);
  const most = { steps: 20, epochs: 5 };
  const steps = await toTarget(data, matching(tuned, { seed: 10 }), {
    target: 0.5,
    most,
    seeds: [3, 4],
  });
  assert.equal(steps.length, 4);
  for (const row of steps) assert.ok(row.steps > 0 && Number.isFinite(row.steps));
});
