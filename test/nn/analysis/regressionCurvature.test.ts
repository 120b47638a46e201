import assert from "node:assert/strict";
import { test } from "node:test";
import { type ModelSpec, Rng, take } from "batchwise";
import {
  denseHessian,
  exampleNorms,
  gradientNoise,
  gradientVariance,
  hessianVectorProduct,
  lossAndGradient,
  parametersOf,
  topEigenvalues,
  withParameters,
} from "batchwise/analysis";
import { parts } from "../regression.js";
import { normals, randomModel } from "./models.js";

// On the mean squared error of a real target: sums written out for a linear model, differences for networks.

const { train: data } = parts;
const wanted = data.target?.values ?? new Float32Array();

const close = (actual: number, expected: number, share: number, size = Math.abs(expected)): void =>
  assert.ok(Math.abs(actual - expected) <= share * size, `${actual} for ${expected}`);

test("a linear model's loss, gradients, norms, noise and Hessian are the sums written out", () => {
  const model = randomModel({ kind: "linear" }, { on: data, loss: "meanSquaredError" });
  const parameters = parametersOf(model);
  const { n } = data;
  const rows = Array.from({ length: n }, (_, i) => [...data.x.subarray(3 * i, 3 * i + 3), 1]);
  const errors = rows.map(
    (row, i) => row.reduce((sum, v, j) => sum + v * parameters[j], 0) - wanted[i],
  );
  const own = rows.map((row, i) => row.map((v) => 2 * errors[i] * v));
  const whole = parameters.map((_, j) => own.reduce((sum, g) => sum + g[j], 0) / n);
  const { loss, gradient } = lossAndGradient(model, data);
  close(loss, errors.reduce((sum, e) => sum + e * e, 0) / n, 1e-6);
  const size = Math.hypot(...whole);
  gradient.forEach((g, j) => void close(g, whole[j], 1e-5, size));
  const { squaredNorms } = exampleNorms(model, data);
  own.forEach(
    (g, i) =>
      void close(
        squaredNorms[i],
        g.reduce((sum, v) => sum + v * v, 0),
        1e-4,
      ),
  );
  const apart = own.reduce((sum, g) => sum + g.reduce((s, v, j) => s + (v - whole[j]) ** 2, 0), 0);
  const { trace, noiseScale } = gradientNoise(model, data);
  close(trace, apart / (n - 1), 1e-4);
  assert.ok(noiseScale > 0);
  const hessian = denseHessian(model, data);
  for (const [a, line] of hessian.entries())
    line.forEach((value, b) => {
      const sum = rows.reduce((total, row) => total + row[a] * row[b], 0);
      close(value, (2 * sum) / n, 1e-5, 2);
    });
  const [{ value }] = topEigenvalues(model, data, { rng: Rng.fromSeed(1) }).pairs;
  const vector = parameters.map((_, j) => hessian[j].reduce((sum, v) => sum + v, 0));
  assert.ok(value > 0 && value <= Math.max(...vector.map(Math.abs)) * 4);
});

const specs: readonly ModelSpec[] = [
  { kind: "mlp", hidden: [5], activation: "tanh" },
  { kind: "mlp", hidden: [5, 4], activation: "gelu" },
  { kind: "mlp", hidden: [5], activation: "tanh", batchNorm: {} },
];

for (const spec of specs)
  test(`gradients and Hessian products are differences: ${JSON.stringify(spec)}`, () => {
    const model = randomModel(spec, { on: data, loss: "meanSquaredError" });
    const at = parametersOf(model);
    const direction = normals(at.length, 2);
    const step = 1e-2;
    const moved = (by: number) =>
      lossAndGradient(
        withParameters(
          model,
          at.map((v, j) => v + by * direction[j]),
        ),
        data,
      );
    const [ahead, back] = [moved(step), moved(-step)];
    const { gradient } = lossAndGradient(model, data);
    const slope = gradient.reduce((sum, g, j) => sum + g * direction[j], 0);
    close((ahead.loss - back.loss) / (2 * step), slope, 5e-3, Math.hypot(...gradient));
    const product = hessianVectorProduct(model, data, { direction });
    const size = Math.hypot(...product);
    product.forEach((value, j) => {
      const difference = (ahead.gradient[j] - back.gradient[j]) / (2 * step);
      close(value, difference, 5e-3, size);
    });
  });

test("norms of examples in a network are those found one by one; batches' variance falls as 1/B", () => {
  const model = randomModel(
    { kind: "mlp", hidden: [5, 4] },
    { on: data, loss: "meanSquaredError" },
  );
  const { squaredNorms } = exampleNorms(model, data);
  for (let i = 0; i < data.n; i++) {
    const own = lossAndGradient(model, take(data, [i])).gradient;
    close(
      squaredNorms[i],
      own.reduce((sum, g) => sum + g * g, 0),
      1e-4,
    );
  }
  const { trace } = gradientNoise(model, data);
  const options = { batchSizes: [2, 8], draws: 2000, replacement: true, rng: Rng.fromSeed(6) };
  for (const { batchSize, variance } of gradientVariance(model, data, options))
    close(variance, trace / batchSize, 0.1);
});
