import assert from "node:assert/strict";
import { test } from "node:test";
import { type Dataset, type ModelSpec, Rng, type TrainedModel, take } from "batchwise";
import {
  exampleNorms,
  gradientNoise,
  gradientVariance,
  initialModel,
  lossAndGradient,
  meanOfRatios,
  ratioOfMeans,
  twoBatchNoise,
  withParameters,
} from "batchwise/analysis";
import { data, randomModel, trainedModel } from "./models.js";

const specs: readonly ModelSpec[] = [
  { kind: "linear" },
  { kind: "mlp", hidden: [5] },
  { kind: "mlp", hidden: [5, 4, 6], activation: "gelu", dropout: 0.3 },
  { kind: "mlp", hidden: [5, 4], activation: "tanh", batchNorm: {} },
];

test("norms and variance of the examples' gradients are those found one by one", () => {
  for (const spec of specs)
    for (const loss of ["crossEntropy", "meanSquaredError"] as const) {
      const model = randomModel(spec, { loss });
      const { squaredNorms, gradient, loss: mean } = exampleNorms(model, data);
      const whole = lossAndGradient(model, data);
      assert.deepEqual([mean, gradient], [whole.loss, whole.gradient]);
      let apart = 0;
      for (let i = 0; i < data.n; i++) {
        const own = lossAndGradient(model, take(data, [i])).gradient;
        const square = own.reduce((sum, g) => sum + g * g, 0);
        assert.ok(Math.abs(squaredNorms[i] - square) <= 1e-5 * square, `${spec.kind}, ${i}`);
        apart += own.reduce((sum, g, j) => sum + (g - gradient[j]) ** 2, 0);
      }
      const { trace } = gradientNoise(model, data);
      assert.ok(Math.abs(trace - apart / (data.n - 1)) <= 1e-5 * trace);
    }
});

/**
 * One output w·x + c − 1 = r with squared error r², x standard normal in d dimensions: an example's gradient is
 * 2r(x, 1), so |G|² = 4(|w|² + (c − 1)²) and tr Σ = 4((d + 2)|w|² + d (c − 1)²).
 */
function linearGaussian(n: number, w: readonly number[], c: number): [TrainedModel, Dataset] {
  const rng = Rng.fromSeed(21);
  const gaussian: Dataset = {
    x: Float32Array.from({ length: n * w.length }, () => rng.normal()),
    y: new Int32Array(n),
    n,
    shape: [w.length],
    classes: ["one"],
  };
  const model = initialModel(gaussian, {
    model: { kind: "linear" },
    loss: { kind: "meanSquaredError" },
    seed: 1,
  });
  return [withParameters(model, Float64Array.from([...w, c])), gaussian];
}

test("on a linear-Gaussian problem the noise scale is the one that theory gives", () => {
  const problems: readonly (readonly [w: readonly number[], c: number])[] = [
    [[0, 0, 0, 0, 0], 3],
    [[1, -0.5, 0.5, 0, 0], 1],
    [[0.3, -0.5, 0.2, 0.4, 0], 0.2],
  ];
  for (const [w, c] of problems) {
    const [model, gaussian] = linearGaussian(60_000, w, c);
    const square = w.reduce((sum, value) => sum + value ** 2, 0);
    const rest = (c - 1) ** 2;
    const { gradientSquared, trace, noiseScale } = gradientNoise(model, gaussian);
    const expected = {
      gradientSquared: 4 * (square + rest),
      trace: 4 * (7 * square + 5 * rest),
      noiseScale: (7 * square + 5 * rest) / (square + rest),
    };
    for (const [name, value] of Object.entries({ gradientSquared, trace, noiseScale })) {
      const theory = Reflect.get(expected, name);
      assert.ok(Math.abs(value / theory - 1) < 0.03, `${name} ${value}, not ${theory}`);
    }
  }
});

test("two batch sizes give |G|² and tr Σ without bias, but the mean of their ratios is biased", async () => {
  const model = await trainedModel();
  const exact = gradientNoise(model, data);
  const draws = twoBatchNoise(model, data, {
    smallBatch: 4,
    bigBatch: 32,
    draws: 20_000,
    rng: Rng.fromSeed(7),
  });
  // With replacement the draws come from these examples alone: divisor n.
  const expected = {
    gradientSquared: exact.gradientSquared,
    trace: (exact.trace * (data.n - 1)) / data.n,
  };
  for (const name of ["gradientSquared", "trace"] as const) {
    const values = draws.map((draw) => draw[name]);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const error = Math.sqrt(spread) / values.length;
    assert.ok(Math.abs(mean - expected[name]) < 3.5 * error, `${name} ${mean} ± ${error}`);
    assert.ok(error < 0.1 * Math.abs(expected[name]), `${name}: ${error} says nothing`);
  }
  const ratio = expected.trace / expected.gradientSquared;
  assert.ok(Math.abs(ratioOfMeans(draws) / ratio - 1) < 0.2);
  assert.ok(Math.abs(meanOfRatios(draws) / ratio - 1) > 0.5);
});

test("without replacement |G|² is that of the population: less by tr Σ / n", async () => {
  const model = await trainedModel();
  const { gradientSquared, trace } = gradientNoise(model, data);
  const draws = twoBatchNoise(model, data, {
    smallBatch: 10,
    bigBatch: 80,
    draws: 20_000,
    rng: Rng.fromSeed(8),
    replacement: false,
  });
  const values = draws.map((draw) => draw.gradientSquared);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const error = Math.sqrt(spread) / values.length;
  assert.ok(Math.abs(mean - (gradientSquared - trace / data.n)) < 3.5 * error);
  assert.ok(10 * error < trace / data.n);
});

test("the variance of a batch's gradient is tr Σ / B, less what sampling without replacement saves", () => {
  const model = randomModel({ kind: "mlp", hidden: [5] });
  for (const replacement of [false, true]) {
    const rows = gradientVariance(model, data, {
      batchSizes: [1, 4, 20, 64],
      draws: 3000,
      rng: Rng.fromSeed(2),
      replacement,
    });
    for (const { batchSize, variance, standardError, law } of rows) {
      assert.ok(Math.abs(variance - law) < 3.5 * standardError, `B = ${batchSize}`);
      assert.ok(standardError < 0.03 * law);
    }
    // The correction matters: without it the two would differ by 64 of 80.
    assert.ok(rows[3].law / rows[0].law < (replacement ? 0.016 : 0.004));
  }
  const [whole] = gradientVariance(model, data, {
    batchSizes: [data.n],
    draws: 3,
    rng: Rng.fromSeed(2),
  });
  assert.ok(whole.law === 0 && whole.variance < 1e-12);
});

test("batch sizes that cannot be drawn are refused", () => {
  const model = randomModel({ kind: "linear" });
  const rng = Rng.fromSeed(1);
  assert.throws(
    () => gradientVariance(model, data, { batchSizes: [81], draws: 3, rng }),
    /gradientVariance: batchSizes must be at most the 80 examples, got 81/,
  );
  assert.throws(
    () => twoBatchNoise(model, data, { smallBatch: 8, bigBatch: 8, draws: 3, rng }),
    /twoBatchNoise: bigBatch must be more than smallBatch, got 8/,
  );
});
