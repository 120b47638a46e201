import assert from "node:assert/strict";
import { test } from "node:test";
import {
  differencesBy,
  loadDigits,
  meansBy,
  mediansBy,
  Rng,
  runTrials,
  type TrainConfig,
  toTarget,
} from "batchwise";
import { noisyData } from "batchwise/dist/experiment/noisyData.js";
import { doublingsOf } from "batchwise/rows";
import {
  roofline,
  targetCosts,
  throughputChart,
  throughputStudy,
  varianceChart,
  varianceLaw,
  varianceStudy,
} from "batchwise/study";

const rng = Rng.fromSeed(1);
const data = loadDigits();
const base: TrainConfig = {
  model: { kind: "mlp", hidden: [8] },
  optimizer: { kind: "sgd", learningRate: 0.5 },
  batchSize: 32,
  budget: { epochs: 2 },
  seed: 0,
};

test("noise is the same at every level but for its size, and has that standard deviation", () => {
  const [small, large] = [0.1, 0.2].map((sd) => noisyData(data, sd, 3).x);
  let squares = 0;
  for (const [i, value] of data.x.entries()) {
    assert.ok(Math.abs(large[i] - value - 2 * (small[i] - value)) < 1e-6);
    squares += (small[i] - value) ** 2;
  }
  assert.ok(Math.abs(Math.sqrt(squares / data.x.length) - 0.1) < 1e-3);
  assert.notDeepEqual(noisyData(data, 0.1, 4).x, small);
});

test("hardly any noise changes no prediction, much of it leaves chance, and the journal's runs are the same", async () => {
  const trials = [1, 2].map((seed) => ({ seed, config: { ...base, seed: seed } }));
  const rows = await runTrials(data, trials, { readTest: true, noise: [1e-9, 1000] });
  const plain = await runTrials(data, trials, { readTest: true });
  for (const [i, { noisyAccuracy = [], accuracy = 0 }] of rows.entries()) {
    assert.equal(accuracy, plain[i].accuracy);
    assert.equal(noisyAccuracy[0], accuracy);
    assert.ok(noisyAccuracy[1] < 25 && accuracy > 50, `${noisyAccuracy} of ${accuracy}`);
  }
  await assert.rejects(
    runTrials(data, trials, { noise: [1] }),
    /readTest must be true where there is noise/,
  );
  await assert.rejects(
    runTrials(data, trials, { readTest: true, noise: [0] }),
    /noise must be a positive/,
  );
});

test("the variance of a batch's gradient follows its law, and is rounding at full batch", () => {
  const sizes = [1, 8, 64, 512, "full"] as const;
  const rows = varianceStudy(data, base, { sizes, draws: 60, seeds: [1, 2, 3] });
  const n = rows[rows.length - 1].batchSize;
  const { exponent } = varianceLaw(rows, { n, rng });
  assert.ok(Math.abs(exponent.estimate + 1) < 0.03, String(exponent.estimate));
  for (const { batchSize, variance, law } of rows)
    if (batchSize < n) assert.ok(Math.abs(Math.log(variance / law)) < 0.5);
    else assert.ok(variance < 1e-9 * rows[0].variance && law === 0);
  const { data: traces } = varianceChart(rows, { title: "" });
  for (const { x } of traces) assert.ok(!JSON.stringify(x).includes(String(n)));
});

test("every model and size is timed once a round, under roofs that rise and then are flat", async () => {
  const work = {
    models: { small: [4, 3, 2], flat: [4, 2] },
    sizes: [1, 16, "full"],
    n: 40,
  } as const;
  const speeds = await throughputStudy({ ...work, rounds: 6 });
  assert.deepEqual(
    speeds.slice(0, 6).map(({ model, batchRows, round }) => [model, batchRows, round]),
    ["small", "flat"].flatMap((model) => [1, 16, 40].map((batchRows) => [model, batchRows, 0])),
  );
  assert.equal(
    new Set(speeds.map((row) => JSON.stringify([row.model, row.batchRows, row.round]))).size,
    36,
  );
  for (const { perSecond } of speeds) assert.ok(perSecond > 0 && Number.isFinite(perSecond));
  const roofs = await roofline(work);
  const own = roofs.filter((row) => row.model === "small");
  for (const [i, { batchRows, perSecond }] of own.slice(1).entries()) {
    const before = own[i];
    assert.ok(perSecond >= before.perSecond * (1 - 1e-9));
    assert.ok(perSecond / batchRows <= (before.perSecond / before.batchRows) * (1 + 1e-9));
  }
  // Of each model the speed, its interval and the roof, which has none.
  assert.equal(throughputChart(speeds, roofs, { title: "" }).data.length, 2 * 3);
  await assert.rejects(
    throughputStudy({ ...work, models: { x: [3] }, rounds: 1 }),
    /two widths or more, as x/,
  );
  await assert.rejects(
    throughputStudy({ ...work, rounds: 0 }),
    /rounds must be a positive integer/,
  );
});

test("what a target takes is updates, examples and seconds of one run", async () => {
  const starts = [
    { batchSize: 64, learningRate: 1 },
    { batchSize: "full", learningRate: 2 },
  ] as const;
  const speeds = starts.flatMap(({ batchSize }) =>
    [0, 1].map((round) => {
      const perSecond = (round + 1) * (batchSize === 64 ? 1000 : 8000);
      return { model: "m", batchSize, batchRows: batchSize === 64 ? 64 : 1197, round, perSecond };
    }),
  );
  const candidates = starts.map(({ batchSize, learningRate }) => ({
    config: { ...base, batchSize, optimizer: { kind: "sgd", learningRate } as const },
  }));
  const most = { steps: 60, epochs: 10 };
  const reached = await toTarget(data, candidates, { target: 1, most, seeds: [5, 7] });
  const costs = targetCosts(reached, { speeds, n: 1197 });
  assert.deepEqual(
    costs.map(({ batchSize, seed }) => [batchSize, seed]),
    [
      [64, 5],
      [64, 7],
      ["full", 5],
      ["full", 7],
    ],
  );
  for (const [i, { updates, seen, seconds, batchRows }] of costs.entries()) {
    assert.ok(updates > 0 && seen <= updates * batchRows);
    assert.ok(Math.abs(seen - (updates * 1197) / (i < 2 ? 19 : 1)) < 1e-6);
    assert.ok(Math.abs(seconds - seen / speeds[i].perSecond) < 1e-12);
  }
  assert.throws(
    () => targetCosts([...reached, { ...reached[0], seed: 9 }], { speeds, n: 1197 }),
    /speeds must hold batch size 64 once in round 2, got 0/,
  );
});

test("doublings are those of the ratio; medians and differences are those of each group", () => {
  const rows = [0, 1, 2, 3, 4, 5].flatMap((seed) =>
    ["x", "y"].flatMap((kind) => [
      { kind, seed, size: 1, value: seed + 1 },
      { kind, seed, size: 2, value: (seed + 1) * (kind === "x" ? 8 : 2) },
    ]),
  );
  const pair = { a: { size: 2 }, b: { size: 1 }, value: "value", rng } as const;
  const x = rows.filter(({ kind }) => kind === "x");
  assert.equal(doublingsOf(x, pair).estimate, 3);
  assert.throws(
    () => doublingsOf([{ size: 2, value: 0 }], pair),
    /column "value" must be above 0, got 0/,
  );
  const medians = mediansBy(rows, { by: ["kind", "size"], value: "value" });
  assert.deepEqual(
    medians.map(({ kind, size, estimate }) => [kind, size, estimate]),
    [
      ["x", 1, 3.5],
      ["x", 2, 28],
      ["y", 1, 3.5],
      ["y", 2, 7],
    ],
  );
  const differences = differencesBy(rows, { by: ["kind"], ...pair });
  assert.deepEqual(
    differences.map(({ kind, estimate }) => [kind, estimate]),
    [
      ["x", 24.5],
      ["y", 3.5],
    ],
  );
});

test("a geometric mean is that of the logarithms, within its interval, and refuses 0", () => {
  const options = { by: ["kind"], value: "steps", rng, geometric: true } as const;
  const rows = [2, 8, 4].map((steps) => ({ kind: "a", steps }));
  const [{ estimate: mean, low, high, n }] = meansBy(rows, options);
  assert.ok(Math.abs(mean - 4) < 1e-12 && low > 0 && low < 4 && high > 4);
  assert.equal(n, 3);
  assert.throws(
    () => meansBy([...rows, { kind: "a", steps: 0 }], options),
    /^ArgumentError: meansBy: column "steps" must be above 0, got 0$/,
  );
});
