import assert from "node:assert/strict";
import { test } from "node:test";
import { type Dataset, Rng, type TrainedModel, take, train } from "batchwise";
import {
  denseHessian,
  edgeOfStability,
  exampleNorms,
  filterDirection,
  gradientNoise,
  gradientVariance,
  hessianTrace,
  hessianVectorProduct,
  initialModel,
  landscapeLine,
  landscapePlane,
  lossAndGradient,
  parametersOf,
  pathBetween,
  ratioOfMeans,
  sharpness,
  topEigenvalues,
  trainWithCheckpoints,
  twoBatchNoise,
} from "batchwise/analysis";
import { realSplits as splits } from "../realProblem.js";
import { normals } from "./models.js";

const data: Dataset = take(splits.train, [...Array(40).keys()]);
const model = (kind: "linear" | "tanh", seed = 1): TrainedModel =>
  initialModel(data, {
    model: kind === "linear" ? { kind } : { kind: "mlp", hidden: [5], activation: "tanh" },
    seed,
  });

const close = (actual: number, expected: number, by: number): void =>
  assert.ok(Math.abs(actual - expected) <= by, `${actual}, not ${expected}`);

/** Of a linear model: 1/n Σ (w·x + b − t)², its gradient and those of the examples, in float64. */
function byHand(parameters: Float64Array): {
  loss: number;
  gradient: number[];
  norms: number[];
} {
  const { values } = data.target ?? assert.fail();
  const own = Array.from({ length: data.n }, (_, i) => {
    const x = [...data.x.subarray(4 * i, 4 * i + 4), 1];
    const residual = x.reduce((sum, value, k) => sum + value * parameters[k], 0) - values[i];
    return { squared: residual ** 2, gradient: x.map((value) => 2 * residual * value) };
  });
  const mean = (value: (row: (typeof own)[number]) => number): number =>
    own.reduce((sum, row) => sum + value(row), 0) / data.n;
  return {
    loss: mean(({ squared }) => squared),
    gradient: [0, 1, 2, 3, 4].map((k) => mean(({ gradient }) => gradient[k])),
    norms: own.map(({ gradient }) => gradient.reduce((sum, g) => sum + g ** 2, 0)),
  };
}

test("loss, gradient and single examples' norms are the explicit sums", () => {
  const linear = model("linear");
  const parameters = parametersOf(linear);
  const expected = byHand(parameters);
  const { loss, gradient } = lossAndGradient(linear, data);
  close(loss, expected.loss, 1e-5);
  const norms = exampleNorms(linear, data);
  close(norms.loss, expected.loss, 1e-5);
  for (const [k, value] of expected.gradient.entries()) {
    close(gradient[k], value, 1e-5);
    close(norms.gradient[k], value, 1e-5);
  }
  for (const [i, value] of expected.norms.entries())
    close(norms.squaredNorms[i], value, 1e-4 * Math.max(1, value));
});

test("the noise of the gradient is the explicit variance, and batches scatter by its law", () => {
  const linear = model("linear");
  const { gradient, norms } = byHand(parametersOf(linear));
  const squared = gradient.reduce((sum, g) => sum + g ** 2, 0);
  const mean = norms.reduce((sum, value) => sum + value, 0) / data.n;
  const noise = gradientNoise(linear, data);
  close(noise.trace, ((mean - squared) * data.n) / (data.n - 1), 1e-3);
  const rng = Rng.fromSeed(1);
  const rows = gradientVariance(linear, data, { batchSizes: [2, 8], draws: 2000, rng });
  for (const { variance, law, standardError } of rows) close(variance, law, 4 * standardError);
  const draws = twoBatchNoise(linear, data, { smallBatch: 2, bigBatch: 20, draws: 500, rng });
  assert.ok(ratioOfMeans(draws) > 0);
});

test("gradients and Hessian agree with finite differences", () => {
  const network = model("tanh");
  const parameters = parametersOf(network);
  const direction = normals(parameters.length, 2);
  const step = 1e-2;
  const at = (t: number): ReturnType<typeof lossAndGradient> =>
    lossAndGradient(network, data, { parameters: parameters.map((w, i) => w + t * direction[i]) });
  const [before, after] = [at(-step), at(step)];
  const slope = at(0).gradient.reduce((sum, g, i) => sum + g * direction[i], 0);
  close(slope, (after.loss - before.loss) / (2 * step), 2e-3 * Math.abs(slope) + 2e-3);
  const product = hessianVectorProduct(network, data, { direction });
  const largest = Math.max(...product.map(Math.abs));
  for (const [i, value] of product.entries())
    close(value, (after.gradient[i] - before.gradient[i]) / (2 * step), 5e-3 * largest);
});

test("a linear model's Hessian is 2XᵀX/n, whatever the target", () => {
  const linear = model("linear");
  const rows = denseHessian(linear, data);
  const x = (i: number, k: number): number => (k < 4 ? data.x[4 * i + k] : 1);
  for (let j = 0; j < 5; j++)
    for (let k = 0; k < 5; k++) {
      let sum = 0;
      for (let i = 0; i < data.n; i++) sum += x(i, j) * x(i, k);
      close(rows[j][k], (2 * sum) / data.n, 1e-5);
    }
  const trace = rows.reduce((sum, row, k) => sum + row[k], 0);
  const rng = Rng.fromSeed(1);
  close(hessianTrace(linear, data, { rng, probes: "exact" }).trace, trace, 1e-5);
  const { pairs } = topEigenvalues(linear, data, { rng, count: 5 });
  close(
    pairs.reduce((sum, { value }) => sum + value, 0),
    trace,
    1e-4,
  );
});

test("landscapes and sharpness are of the loss; accuracy is NaN", () => {
  const [network, other] = [model("tanh"), model("tanh", 2)];
  const { loss } = lossAndGradient(network, data);
  const direction = filterDirection(network, { rng: Rng.fromSeed(1) });
  const line = landscapeLine(network, data, { direction, points: 3 });
  close(line[1].loss, loss, 1e-6);
  assert.ok(line.every((row) => row.loss > 0 && Number.isNaN(row.accuracy)));
  const plane = landscapePlane(network, data, { directions: [direction, direction], points: 3 });
  close(plane[4].loss, loss, 1e-6);
  const path = pathBetween(network, other, { ...splits, train: data, points: 3, margin: 0 });
  close(path[0].trainLoss, loss, 1e-6);
  const found = sharpness(network, data, { epsilon: 1e-2 });
  assert.ok(found.largestLoss > loss && found.sharpness > 0);
});

test("the edge of stability and checkpoints follow runs of real targets", async () => {
  const config = {
    model: { kind: "mlp", hidden: [5], activation: "tanh" },
    optimizer: { kind: "sgd", learningRate: 0.1 },
    batchSize: "full",
    budget: { steps: 20 },
    evaluateEvery: { steps: 10 },
    seed: 1,
  } as const;
  const parts = { train: data, valid: splits.valid };
  const rows = await edgeOfStability(parts, config, { rng: Rng.fromSeed(1) });
  assert.equal(rows.length, 3);
  for (const row of rows)
    for (const [key, value] of Object.entries(row))
      assert.equal(Number.isFinite(value), !key.endsWith("Accuracy"), `${key} is ${value}`);
  const { models, history } = await trainWithCheckpoints(parts, config);
  for (const [i, at] of models.entries())
    close((await at.evaluate(splits.valid)).loss, history[i].validLoss, 1e-5);
});

test("a model of classes is not asked about a real target, nor the other way round", async () => {
  const { target: _, ...bare } = data;
  const y = Int32Array.from({ length: data.n }, (_row, i) => i % 2);
  const classed = { ...bare, y, classes: ["a", "b"] };
  const { model: classifier } = await train(
    { train: classed, valid: classed },
    {
      model: { kind: "linear" },
      optimizer: { kind: "sgd", learningRate: 0.1 },
      batchSize: 8,
      budget: { steps: 1 },
      seed: 1,
    },
  );
  assert.throws(() => lossAndGradient(classifier, data), /data must have classes/);
  assert.throws(() => lossAndGradient(model("linear"), classed), /data.target.name must be/);
});
