import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { cross, loadDigits, Rng, split, type TrainConfig, take, tasks } from "batchwise";
import { distanceBetween, edgeOfStability, initialModel, sharpness } from "batchwise/analysis";
import { splitsOf } from "batchwise/dist/experiment/preparation.js";
import { centredSplits, modelsAtLosses, pairedTrials } from "batchwise/experiment";
import {
  landscapeStudy,
  populationStudy,
  rescalings,
  sharpnessStudy,
  stabilityStudy,
  withLimits,
} from "batchwise/study";

const data = take(loadDigits(), [...Array(300).keys()]);
const config: TrainConfig = {
  model: { kind: "mlp", hidden: [8, 6] },
  optimizer: { kind: "sgd", learningRate: 0.2 },
  batchSize: 20,
  budget: { epochs: 60 },
  evaluateEvery: { epochs: 0.5 },
  seed: 1,
};
const seeds = [1, 2, 3];
const trials = pairedTrials([{ config }], seeds);

test("models are the first of their run at each loss, and the run ends with the lowest", async () => {
  const splits = centredSplits(data, 1);
  const found = await modelsAtLosses(splits, config, { losses: [0.5, 0.2, 1e-9] });
  assert.deepEqual(
    found.map(({ target }) => target),
    [0.5, 0.2],
  );
  const finer = await modelsAtLosses(splits, config, { losses: [0.5] });
  assert.deepEqual(finer[0].model.weights, found[0].model.weights);
  for (const { target, row, model } of found) {
    assert.ok(row.trainLoss <= target && row.trainLoss > 0.7 * target);
    const { loss } = await model.evaluate(splits.train);
    assert.ok(Math.abs(loss - row.trainLoss) < 1e-6);
  }
  await assert.rejects(modelsAtLosses(splits, config, { losses: [] }), /at least one, got 0/);
});

test("a study on threads gives, in order, what its trials give by themselves", async () => {
  const rows = await sharpnessStudy(data, trials, { losses: [0.5, 0.2], readTest: true });
  assert.deepEqual(
    rows.map(({ seed, target }) => [seed, target]),
    [1, 2, 3].flatMap((seed) => [0.5, 0.2].map((target) => [seed, target])),
  );
  const splits = centredSplits(data, 2);
  const [{ model, row }] = await modelsAtLosses(splits, { ...config, seed: 2 }, { losses: [0.5] });
  const start = initialModel(splits.train, { ...config, seed: 2 });
  const { accuracy } = await model.evaluate(splits.test);
  const { trainLoss, steps, distance, accuracy: percent, ...rest } = rows[2];
  assert.deepEqual(
    { trainLoss, steps, distance, percent, sharpness: rest.sharpness },
    {
      trainLoss: row.trainLoss,
      steps: row.step,
      distance: distanceBetween(model, start).distance,
      percent: 100 * accuracy,
      sharpness: sharpness(model, splits.train).sharpness,
    },
  );
});

test("equal trials are one run, with the columns of each", async () => {
  const named = ["its own rate", "the same rate"].map((rate) => ({ rate, ...trials[0] }));
  const [own, same] = await sharpnessStudy(data, named, { losses: [0.5] });
  assert.deepEqual([own.rate, same.rate], ["its own rate", "the same rate"]);
  assert.deepEqual({ ...own, rate: "" }, { ...same, rate: "" });
});

test("raw inputs are the data as they are", async () => {
  const [row] = await sharpnessStudy(data, trials, { losses: [0.5], prepare: "raw" });
  const [{ row: expected }] = await modelsAtLosses(split(data, { seed: 1 }), config, {
    losses: [0.5],
  });
  assert.equal(row.trainLoss, expected.trainLoss);
});

test("on data that each seed draws anew, its own division is trained on, and none overlaps", async () => {
  const [, , { data: signals, prepare }] = tasks({ digits: loadDigits(), examples: 100 });
  const options = { losses: [2], prepare, readTest: true };
  const rows = await sharpnessStudy(signals, pairedTrials([{ config }], [0, 1]), options);
  for (const { seed, trainLoss, overlap, accuracy } of rows) {
    const splits = splitsOf(signals, prepare, seed);
    const [at] = await modelsAtLosses(splits, { ...config, seed }, { losses: [2] });
    const { accuracy: share } = await at.model.evaluate(splits.test);
    assert.deepEqual([trainLoss, overlap, accuracy], [at.row.trainLoss, 0, 100 * share]);
  }
  assert.notEqual(rows[0].trainLoss, rows[1].trainLoss);
  const own = { name: "mine", splits: (): never => assert.fail() };
  await assert.rejects(
    sharpnessStudy(data, trials, { losses: [1], prepare: own }),
    /prepare must be a name or that of one of tasks, got "mine"/,
  );
});

test("a trial with fewer training examples is trained on these, on threads too", async () => {
  const few = { seed: 1, config, trainExamples: 60 };
  const [row] = await sharpnessStudy(data, [few], { losses: [0.5] });
  const [{ row: expected }] = await modelsAtLosses(centredSplits(data, 1, 60), config, {
    losses: [0.5],
  });
  assert.equal(row.trainLoss, expected.trainLoss);
});

test("a study goes on from its journal, and stops at an interrupt", async () => {
  const folder = mkdtempSync(join(tmpdir(), "batchwise-sharpness-"));
  process.env["BATCHWISE_JOURNALS"] = folder;
  const lines = (): number => {
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
    assert.equal(files.length, 1);
    return files[0].trim().split("\n").length;
  };
  const controller = new AbortController();
  Object.assign(globalThis, { [Symbol.for("batchwise.interrupt")]: controller.signal });
  const endless = { seed: 1, config: { ...config, budget: { steps: 1e12 } } };
  try {
    const stopped = sharpnessStudy(data, [...trials, endless], {
      losses: [1e-12],
      onProgress: ({ done }) => done === 3 && controller.abort(),
    });
    await assert.rejects(stopped, { name: "AbortError" });
  } finally {
    Reflect.deleteProperty(globalThis, Symbol.for("batchwise.interrupt"));
  }
  const kept = lines();
  const before = await sharpnessStudy(data, trials, { losses: [1e-12] });
  delete process.env["BATCHWISE_JOURNALS"];
  assert.deepEqual([before, lines()], [[], kept]);
  rmSync(folder, { recursive: true });
});

test("what cannot be trained is refused before any work", async () => {
  const wrong = [{ seed: 1, config: { ...config, batchSize: 0 } }];
  await assert.rejects(
    sharpnessStudy(data, wrong, { losses: [1] }),
    /trials\[0\].config.batchSize/,
  );
  await assert.rejects(sharpnessStudy(data, trials, { losses: [0] }), /positive number, got 0/);
  await assert.rejects(stabilityStudy(data, [], { seeds }), /at least one trial/);
});

test("an error on a thread is the study's", async () => {
  const adam = { ...config, optimizer: { kind: "adam", learningRate: 0.01 } } as const;
  await assert.rejects(stabilityStudy(data, [{ config: adam }], { seeds: [1] }), /must be "sgd"/);
});

test("the eigenvalue's course is that of the edge of stability, and limits are 2/η", async () => {
  const short: TrainConfig = { ...config, budget: { steps: 20 }, evaluateEvery: { steps: 10 } };
  const rows = await stabilityStudy(data, [{ config: short }], { seeds: [1], prepare: "raw" });
  const expected = await edgeOfStability(split(data, { seed: 1 }), short, {
    rng: Rng.fromSeed(1).fork("stability"),
  });
  const { train, test: held } = split(data, { seed: 1 });
  const columns = { seed: 1, batchSize: 20, learningRate: 0.2, overlap: held.n / train.n };
  assert.deepEqual(
    rows,
    expected.map((row) => ({ ...columns, ...row })),
  );
  const [drawn, limit] = withLimits(rows);
  assert.deepEqual([drawn.line, drawn.eigenvalue], ["λ, η = 0.2", rows[0].eigenvalue]);
  assert.deepEqual([limit.line, limit.eigenvalue], ["2/η, η = 0.2", 10]);
});

test("landscapes agree where they meet: at the models", async () => {
  const long = { ...config, budget: { epochs: 200 } };
  const pair = {
    small: pairedTrials([{ config: long }], [1, 2]),
    large: pairedTrials([{ config: { ...long, batchSize: 60 } }], [2, 1]),
  };
  const options = { trainLoss: 0.3, planePoints: 3 };
  const { lines, path, plane } = await landscapeStudy(data, pair, { ...options, seeds: [1, 2] });
  const loss = (rows: readonly object[], at: object): number => {
    const found = rows.find((row) =>
      Object.entries(at).every(([key, value]) => Reflect.get(row, key) === value),
    );
    assert.ok(found);
    return Number(Reflect.get(found, "loss") ?? Reflect.get(found, "trainLoss"));
  };
  for (const [model, position] of [
    ["small", 0],
    ["large", 1],
  ] as const) {
    const centre = loss(lines, { seed: 1, model, position: 0 });
    assert.ok(centre <= 0.3 && centre > 0.15);
    assert.equal(loss(plane, { model, x: 0, y: 0 }), centre);
    const end = loss(path, { seed: 1, start: "the same start", position });
    assert.ok(Math.abs(end - centre) < 1e-6);
  }
  const other = loss(path, { seed: 1, start: "another start", position: 0.5 });
  assert.ok(other > loss(path, { seed: 1, start: "the same start", position: 0.5 }));
  assert.deepEqual(new Set(plane.map((row) => row.seed)), new Set([1]));
  const refused = (models: Parameters<typeof landscapeStudy>[1], message: RegExp): Promise<void> =>
    assert.rejects(landscapeStudy(data, models, { ...options, seeds: [3] }), message);
  await refused({ a: trials }, /two, got 1/);
  await refused({ a: trials, b: pair.small }, /"b" must have a trial of each of seeds, got 3/);
  const few = trials.map((trial) => ({ ...trial, trainExamples: 60 }));
  await refused({ a: trials, b: few }, /trials must train on all examples, got 60/);
  const none = pairedTrials([{ config: { ...config, batchSize: 0 } }], [3]);
  await refused({ a: trials, b: none }, /trials\[0\].config.batchSize/);
});

test("rescaled weights are the same function: only the relative box sees that", async () => {
  const [one, four] = await rescalings(data, config, { seed: 1, trainLoss: 0.3, alphas: [1, 4] });
  assert.equal(four.loss, one.loss);
  assert.ok(Math.abs(four.relativeSharpness / one.relativeSharpness - 1) < 1e-3);
  assert.ok(four.eigenvalue > 2 * one.eigenvalue);
  const [{ model }] = await modelsAtLosses(centredSplits(data, 1), config, { losses: [0.3] });
  assert.equal(one.sharpness, sharpness(model, centredSplits(data, 1).train).sharpness);
  await assert.rejects(
    rescalings(data, config, { seed: 1, trainLoss: 1e-9, alphas: [1] }),
    /reached/,
  );
});

test("rows of networks know their names, and a population its errors", async () => {
  const networks = cross(config, {
    network: { plain: {}, wide: { model: { kind: "mlp", hidden: [16, 6] } } },
  });
  const rows = await sharpnessStudy(data, pairedTrials(networks, [1, 2]), { losses: [0.5] });
  assert.deepEqual(
    rows.map(({ network, seed }) => [network, seed]),
    ["plain", "wide"].flatMap((name) => [1, 2].map((seed) => [name, seed])),
  );
  const { equal, mixed } = await populationStudy(data, config, {
    ...{ splits: [1, 2], runs: 2, batchSizes: [10, 20], rates: [0.1, 0.2], losses: [1, 0.5] },
  });
  assert.deepEqual(
    mixed.map(({ target }) => target),
    [1, 0.5, 1, 0.5],
  );
  for (const seed of [1, 2]) {
    const [a, b] = equal.filter((row) => row.seed === seed);
    assert.ok(Math.abs(a.error + b.error) < 1e-9 && Math.abs(a.flatness + b.flatness) < 1e-9);
    const gain = (a.accuracy ?? 0) - (b.accuracy ?? 0);
    assert.ok(Math.abs(b.error - a.error - gain) < 1e-9);
  }
});
