import assert from "node:assert/strict";
import { test } from "node:test";
import { Rng, type TrainConfig } from "batchwise";
import { randomTrials } from "batchwise/experiment";
import { centredWithin, doublingsOf } from "batchwise/rows";
import {
  correlationGaps,
  errorCorrelations,
  flatnessCorrelation,
  measureMeans,
  measureRatios,
  type PopulationRow,
  type SharpnessRow,
} from "batchwise/study";

const rng = Rng.fromSeed(1);
const close = (actual: number, expected: number): void => {
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} must be ${expected}`);
};
const rows = [1, 2, 3].flatMap((seed) => [
  { net: "a", seed, size: 8, sharp: 3 * seed },
  { net: "a", seed, size: 120, sharp: 12 * seed },
  { net: "b", seed, size: 8, sharp: 1 },
  { net: "b", seed, size: 120, sharp: 0.5 },
]);
const sides = { a: { size: 120 }, b: { size: 8 }, rng };

test("four times as large is two doublings, and a ratio of four by group and measure", () => {
  const inA = rows.filter(({ net }) => net === "a");
  close(doublingsOf(inA, { ...sides, value: "sharp" }).estimate, 2);
  const ratios = measureRatios(rows, { by: "net", measures: { sharp: "φ" }, ...sides });
  assert.deepEqual(
    ratios.map((row) => [Reflect.get(row, "net"), row.measure, row.estimate, row.n]),
    [
      ["a", "φ", 4, 3],
      ["b", "φ", 0.5, 3],
    ],
  );
  const nothing = [{ seed: 1, size: 8, sharp: 0 }];
  assert.throws(() => doublingsOf(nothing, { ...sides, value: "sharp" }), /above 0, got 0/);
});

test("means count their rows", () => {
  const [first] = measureMeans(rows, { by: "net", measures: { sharp: "φ" } });
  assert.deepEqual(first, { net: "a", n: 6, φ: 15 });
});

test("centred columns have mean 0 in each group; the others stay, and so does the order", () => {
  const centred = centredWithin(rows, { by: ["size"], columns: ["sharp"] });
  for (const size of [8, 120]) {
    const group = centred.filter((row) => row.size === size);
    close(
      group.reduce((sum, { sharp }) => sum + sharp, 0),
      0,
    );
  }
  assert.deepEqual(
    centred.map(({ seed, net, size }) => [seed, net, size]),
    rows.map(({ seed, net, size }) => [seed, net, size]),
  );
});

const config: TrainConfig = {
  model: { kind: "linear" },
  optimizer: { kind: "sgd", learningRate: 1 },
  batchSize: 1,
  budget: { epochs: 1 },
  seed: 0,
};

test("a measure that follows the error within every division has rank correlation 1", () => {
  // Across divisions it runs the other way.
  const population = [1, 2, 3].flatMap((seed) =>
    [1, 2, 3, 4].map((k): PopulationRow => {
      const some: Partial<SharpnessRow> = { seed, config, eigenvalue: 2 ** (k - 10 * seed) };
      return { ...(some as SharpnessRow), noise: 1, flatness: 0, error: k };
    }),
  );
  const [{ measure, estimate }] = errorCorrelations(population, {
    measures: { eigenvalue: "λ" },
    rng,
  });
  assert.equal(measure, "λ");
  close(estimate, 1);
  const noisy = population.map((row) => ({ ...row, noise: row.error, flatness: -row.error }));
  close(flatnessCorrelation(noisy, { rng }).estimate, -1);
});

test("random trials stay in their ranges, and more runs leave the earlier ones as they are", () => {
  const options = { splits: [3, 4], batchSizes: [4, 8], rates: [0.1, 0.4] as const };
  const trials = randomTrials(config, { ...options, runs: 20 });
  assert.equal(trials.length, 40);
  for (const { config: drawn } of trials) {
    assert.ok([4, 8].includes(Number(drawn.batchSize)));
    assert.ok(drawn.optimizer.learningRate >= 0.1 && drawn.optimizer.learningRate <= 0.4);
  }
  assert.equal(new Set(trials.map((trial) => JSON.stringify(trial))).size, 40);
  assert.deepEqual(randomTrials(config, { ...options, runs: 5 }).slice(0, 5), trials.slice(0, 5));
  assert.throws(() => randomTrials(config, { ...options, rates: [1, 0.5], runs: 1 }), /rise/);
});

test("a measure that ranks mixed runs alone has the gap of its correlation, over the runs that both share", () => {
  const runs = [1, 2, 3].flatMap((seed) => [0, 1, 2, 3, 4, 5].map((run) => ({ seed, run })));
  const row = (seed: number, run: number, eigenvalue: number): PopulationRow => {
    const some: Partial<SharpnessRow> = { seed, config: { ...config, seed: run }, eigenvalue };
    return { ...(some as SharpnessRow), noise: 1, flatness: 0, error: run };
  };
  // In the one the measure follows the error, in the other only as far as 2, 3, 0, 1, 6, 7 do.
  const mixed = runs.map(({ seed, run }) => row(seed, run, 2 ** (run + seed)));
  const equal = runs.map(({ seed, run }) => row(seed, run, 2 ** ((run ^ 2) + seed))).reverse();
  const measures = { eigenvalue: "λ" };
  const [same] = errorCorrelations(equal, { measures, rng });
  const [gap] = correlationGaps({ equal, mixed: mixed.slice(1) }, { measures, rng });
  assert.equal(gap.measure, "λ");
  assert.equal(gap.n, 17);
  assert.ok(Math.abs(gap.estimate - (1 - same.estimate)) < 0.1, String(gap.estimate));
  assert.ok(gap.low > 0 && gap.high > gap.estimate, `${gap.low} to ${gap.high}`);
});
