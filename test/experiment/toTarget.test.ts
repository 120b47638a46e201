import assert from "node:assert/strict";
import { test } from "node:test";
import { cross, loadDigits, runTrials, tasks, toTarget, withLearningRate } from "batchwise";
import { stepsToTarget } from "batchwise/experiment";

test("steps to a target lie between two evaluations, on a line in log loss", () => {
  const history = [
    { step: 0, validLoss: 4 },
    { step: 10, validLoss: 1 },
    { step: 20, validLoss: 2 },
  ];
  assert.ok(Math.abs(stepsToTarget(history, 2) - 5) < 1e-9);
  assert.equal(stepsToTarget(history, 1), 10);
  assert.equal(stepsToTarget(history, 5), 0);
  assert.equal(stepsToTarget(history, 0.5), Number.POSITIVE_INFINITY);
});

const digits = loadDigits();
const linear = {
  model: { kind: "linear" },
  optimizer: { kind: "sgd", learningRate: 0.25 },
  batchSize: 32,
  budget: { epochs: 1 },
  seed: 0,
} as const;
const options = { target: 0.5, most: { steps: 30, epochs: 2 } } as const;

test("each seed finds the rate that is fastest for it, whatever the other seeds are", async () => {
  const candidates = cross(linear, { batchSize: [16, "full"] });
  const rows = await toTarget(digits, candidates, { ...options, seeds: [3, 4] });
  assert.deepEqual(
    rows.map(({ batchSize, batchRows, seed }) => [batchSize, batchRows, seed]),
    [16, 1197].flatMap((n) => [3, 4].map((seed) => [n === 16 ? 16 : "full", n, seed])),
  );
  const [alone] = await toTarget(digits, candidates.slice(0, 1), { ...options, seeds: [4] });
  assert.deepEqual(rows[1], alone);
  for (const { config, seed, steps, learningRate } of rows) {
    const rates = [learningRate / 2, learningRate, 2 * learningRate];
    const trials = rates.map((rate) => ({ seed, config: withLearningRate(config, rate) }));
    const runs = await runTrials(digits, trials, { keepHistory: true });
    const reached = runs.map(({ history = [] }) => stepsToTarget(history, options.target));
    assert.equal(reached[1], steps);
    assert.ok(reached[0] >= steps && reached[2] >= steps, reached.join());
  }
});

test("rows know how far their divisions overlap, and fresh data do not", async () => {
  const [, , mnist1d] = tasks({ digits, examples: 200 });
  const [row] = await toTarget(digits, [{ config: linear }], { ...options, seeds: [0] });
  assert.equal(row.overlap, 300 / 1197);
  const { data, prepare } = mnist1d;
  const far = { target: 2.25, most: options.most, prepare, seeds: [0, 1] };
  const drawn = await toTarget(data, cross(linear, { batchSize: ["full"] }), far);
  assert.deepEqual(
    drawn.map(({ overlap, batchRows, steps }) => [overlap, batchRows, Number.isFinite(steps)]),
    [0, 1].map(() => [0, 200, true]),
  );
});

test("fewer training examples make a smaller full batch", async () => {
  const few = { config: { ...linear, batchSize: "full" }, trainExamples: 300 } as const;
  const longer = { target: 0.7, most: { steps: 120, epochs: 2 }, seeds: [0] };
  const [row] = await toTarget(digits, [few], longer);
  assert.deepEqual(
    [row.batchRows, row.trainExamples, Number.isFinite(row.steps)],
    [300, 300, true],
  );
});

test("a target out of reach of every rate is never reached", async () => {
  const most = { steps: 2, epochs: 0 };
  const [row] = await toTarget(digits, [{ config: linear }], { target: 1e-6, most, seeds: [0] });
  assert.equal(row.steps, Number.POSITIVE_INFINITY);
});
