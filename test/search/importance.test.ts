import assert from "node:assert/strict";
import { test } from "node:test";
import { anyOf, choice, defineSpace, logUniform, Rng, uniform } from "batchwise";
import { type Importance, importance, sample } from "batchwise/search";

const rng = Rng.fromSeed(1);
const by = (rows: readonly Importance[], parameter: string): Importance => {
  const row = rows.find((r) => r.parameter === parameter);
  assert.ok(row, `${parameter} in ${rows.map((r) => r.parameter).join(", ")}`);
  return row;
};

test("an additive function's shares are its variances, and a parameter without effect has none", () => {
  const space = defineSpace({
    a: choice([0, 1, 2, 3]),
    b: { c: choice([0, 1, 2, 3]) },
    none: uniform(0, 1),
    fixed: 7,
  });
  const configs = Array.from({ length: 2000 }, (_, i) => sample(space, rng.fork(i)));
  const trials = configs.map((config) => ({ config, score: 2 * config.a + config.b.c }));
  const rows = importance(trials, { rng, of: "score" });
  assert.deepEqual(rows.map(({ parameter }) => parameter).sort(), ["a", "b.c", "none"]);
  assert.ok(Math.abs(by(rows, "a").share - 0.8) < 0.03);
  assert.ok(Math.abs(by(rows, "b.c").share - 0.2) < 0.03);
  assert.ok(Math.abs(by(rows, "none").share) < 0.01);
  assert.equal(rows[0].parameter, "a");
  const pair = by(importance(trials, { rng, of: "score", pairs: true }), "a × b.c");
  assert.ok(Math.abs(pair.share) < 0.03, `${pair.share}`);
});

test("a number is cut into bins: the share is what four bins can see of a straight line", () => {
  const space = defineSpace({ rate: logUniform(1e-4, 1) });
  const trials = Array.from({ length: 2000 }, (_, i) => sample(space, rng.fork(i))).map(
    (config) => ({
      config,
      score: Math.log(config.rate),
    }),
  );
  // Variance between k bins of a uniform variable: 1 − 1/k².
  for (const bins of [2, 4, 8])
    assert.ok(Math.abs(importance(trials, { rng, bins })[0].share - (1 - bins ** -2)) < 0.01);
});

test("an interaction is seen by the pair alone", () => {
  const space = defineSpace({ a: choice(["x", "y"]), b: choice([-1, 1]), c: choice([0, 1]) });
  const trials = Array.from({ length: 1000 }, (_, i) => sample(space, rng.fork(i))).map(
    (config) => ({
      config,
      score: (config.a === "x" ? 1 : -1) * config.b,
    }),
  );
  const rows = importance(trials, { rng, pairs: true });
  assert.equal(rows[0].parameter, "a × b");
  assert.ok(rows[0].share > 0.95);
  for (const row of rows.slice(1)) assert.ok(Math.abs(row.share) < 0.03, row.parameter);
});

test("pure noise stays below its noise level nineteen times in twenty, and averages 0", () => {
  const shares = Array.from({ length: 300 }, (_, i) => {
    const stream = Rng.fromSeed(2).fork(i);
    const trials = Array.from({ length: 30 }, () => ({
      config: { a: stream.uniform() },
      score: stream.normal(),
    }));
    return importance(trials, { rng: stream.fork("shuffle") })[0];
  });
  const above = shares.filter(({ share, noise }) => share > noise).length;
  assert.ok(above > 2 && above < 32, `${above} of 300`); // 15 expected, four standard deviations
  const mean = shares.reduce((sum, { share }) => sum + share, 0) / 300;
  assert.ok(Math.abs(mean) < 0.03, `${mean}`);
});

test("a branch's parameter is judged within its branch, and a failed trial counts as the worst", () => {
  const space = defineSpace({
    optimizer: anyOf([{ kind: "sgd", momentum: choice([0, 0.9]) }, { kind: "adam" }]),
  });
  const trials = Array.from({ length: 400 }, (_, i) => sample(space, rng.fork(i))).map(
    (config) => ({
      config,
      score: config.optimizer.kind === "adam" ? 1 : config.optimizer.momentum > 0 ? Infinity : 0,
    }),
  );
  const rows = importance(trials, { rng });
  const momentum = by(rows, "optimizer.momentum");
  assert.ok(momentum.share > 0.999);
  assert.equal(
    momentum.trials,
    trials.filter(({ config }) => config.optimizer.kind === "sgd").length,
  );
  assert.equal(by(rows, "optimizer.kind").trials, 400);
});

test("too few trials or bins are refused", () => {
  const trials = [1, 2, 3].map((score) => ({ config: { a: score }, score }));
  assert.throws(
    () => importance(trials.slice(1), { rng }),
    /importance: there must be at least 3 trials, got 2/,
  );
  assert.throws(
    () => importance(trials, { rng, bins: 1 }),
    /importance: bins must be at least 2, got 1/,
  );
});
