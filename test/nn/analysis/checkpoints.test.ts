import assert from "node:assert/strict";
import { test } from "node:test";
import { Rng, type TrainConfig, train } from "batchwise";
import {
  distanceBetween,
  edgeOfStability,
  firstAtLoss,
  initialModel,
  lossAndGradient,
  parameterBlocks,
  parametersOf,
  trainWithCheckpoints,
  withParameters,
} from "batchwise/analysis";
import { data, orthogonalDesign, randomModel } from "./models.js";

const quadratic = orthogonalDesign([3, 2, 0.5]);

const descent: TrainConfig = {
  model: { kind: "linear" },
  loss: { kind: "meanSquaredError" },
  optimizer: { kind: "sgd", learningRate: 0.2 },
  batchSize: "full",
  budget: { steps: 6 },
  evaluateEvery: { steps: 2 },
  seed: 1,
};

test("on a quadratic the stability is η λ / 2 throughout, and above 1 descent diverges", async () => {
  const splits = { train: quadratic, valid: quadratic };
  const rows = await edgeOfStability(splits, descent, { rng: Rng.fromSeed(1) });
  assert.deepEqual(
    rows.map(({ step }) => step),
    [0, 2, 4, 6],
  );
  for (const { eigenvalue, stability } of rows) {
    assert.ok(Math.abs(eigenvalue - 9) < 1e-4);
    assert.ok(Math.abs(stability - 0.9) < 1e-5);
  }
  assert.ok(rows[3].trainLoss < rows[0].trainLoss);
  const steep = { ...descent, optimizer: { kind: "sgd", learningRate: 0.4 } } as const;
  const up = await edgeOfStability(splits, steep, { rng: Rng.fromSeed(1) });
  assert.ok(up[0].stability > 1 && up[3].trainLoss > up[0].trainLoss);
  await assert.rejects(
    edgeOfStability(
      splits,
      { ...descent, optimizer: { kind: "adam", learningRate: 0.1 } },
      { rng: Rng.fromSeed(1) },
    ),
    /edgeOfStability: config.optimizer.kind must be "sgd", got "adam"/,
  );
});

test("full-batch gradient descent goes to the edge of stability and stays", async () => {
  const rows = await edgeOfStability(
    { train: data, valid: data },
    {
      model: { kind: "mlp", hidden: [12, 12], activation: "tanh", initialization: "pytorch" },
      loss: { kind: "meanSquaredError" },
      optimizer: { kind: "sgd", learningRate: 0.7 },
      batchSize: "full",
      budget: { steps: 1200 },
      evaluateEvery: { steps: 50 },
      seed: 1,
    },
    { rng: Rng.fromSeed(1) },
  );
  assert.ok(rows[0].stability < 0.8, `${rows[0].stability}`);
  const late = rows.slice(-8).map(({ stability }) => stability);
  const mean = late.reduce((sum, value) => sum + value, 0) / late.length;
  assert.ok(Math.abs(mean - 1) < 0.1, `${late}`);
});

test("a run with checkpoints is the run without, and has the model of every row", async () => {
  const splits = { train: data, valid: data };
  const config: TrainConfig = {
    model: { kind: "mlp", hidden: [6], batchNorm: {}, dropout: 0.2 },
    optimizer: { kind: "adam", learningRate: 0.02 },
    batchSize: 16,
    budget: { epochs: 4 },
    seed: 3,
  };
  const run = await trainWithCheckpoints(splits, config);
  const plain = await train(splits, config);
  assert.deepEqual(run.model.weights, plain.model.weights);
  assert.deepEqual(run.models[4].weights, plain.model.weights);
  assert.equal(run.models.length, run.history.length);
  for (const [i, model] of run.models.entries()) {
    const { loss, accuracy } = await model.evaluate(data);
    assert.ok(Math.abs(loss - run.history[i].trainLoss) < 1e-6);
    assert.equal(accuracy, run.history[i].trainAccuracy);
    assert.ok(Math.abs(lossAndGradient(model, data).loss - loss) < 1e-6);
  }
  const between = (run.history[1].trainLoss + run.history[2].trainLoss) / 2;
  const reached = firstAtLoss(run, { trainLoss: between });
  assert.deepEqual(reached, { row: run.history[2], model: run.models[2] });
  assert.equal(firstAtLoss(run, { trainLoss: 0 }), undefined);
  const start = initialModel(data, config);
  assert.deepEqual(run.models[0].weights, start.weights);
  const distances = run.models.map((model) => distanceBetween(model, start).distance);
  assert.equal(distances[0], 0);
  assert.ok(distances[4] > distances[1]);
});

test("parameters are laid out in blocks, in the order of the weights, without statistics", () => {
  const model = randomModel({ kind: "mlp", hidden: [4, 3], batchNorm: {} });
  const blocks = parameterBlocks(model);
  assert.deepEqual(
    blocks.map(({ name, start, end }) => [name, start, end]),
    [
      ["hidden0/weights", 0, 24],
      ["hidden0/bias", 24, 28],
      ["norm0/scale", 28, 32],
      ["norm0/shift", 32, 36],
      ["hidden1/weights", 36, 48],
      ["hidden1/bias", 48, 51],
      ["norm1/scale", 51, 54],
      ["norm1/shift", 54, 57],
      ["output/weights", 57, 66],
      ["output/bias", 66, 69],
    ],
  );
  const vector = parametersOf(model);
  assert.deepEqual(withParameters(model, vector).weights, model.weights);
  const moved = withParameters(
    model,
    vector.map((v) => v + 1),
  );
  assert.equal(distanceBetween(moved, model).distance.toFixed(3), Math.sqrt(69).toFixed(3));
  assert.throws(
    () => withParameters(model, vector.subarray(1)),
    /withParameters: parameters must hold 69 values, got 68/,
  );
});
