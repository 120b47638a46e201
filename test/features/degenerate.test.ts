import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import {
  type Dataset,
  featuresOf,
  loadDigits,
  pca,
  pipeline,
  Rng,
  selectByVariance,
  standardize,
  take,
  tsne,
} from "batchwise";
import { withPerplexity } from "batchwise/dist/features/tsne/affinities.js";
import { neighborAccuracy, trustworthiness, tsneFeatures } from "batchwise/features";

const rng = Rng.fromSeed(1);
const normal = Float64Array.from({ length: 50_000 }, () => rng.normal());
const made = (n: number, features: number, value: (i: number, j: number) => number): Dataset => ({
  x: Float32Array.from({ length: n * features }, (_, at) =>
    value(Math.floor(at / features), at % features),
  ),
  y: Int32Array.from({ length: n }, (_, i) => i % 2),
  n,
  shape: [features],
  classes: ["even", "odd"],
});

describe("t-SNE gives a finite map", () => {
  const cases: readonly (readonly [string, Dataset])[] = [
    ["one feature", made(90, 1, (i) => normal[i])],
    ["one feature, many examples", made(520, 1, (i) => normal[i])],
    ["two equal columns", made(90, 2, (i) => normal[i])],
    ["a constant beside a feature", made(90, 2, (i, j) => (j === 0 ? 7 : normal[i]))],
    ["constants only", made(90, 3, () => 5)],
    ["constants only, many features and examples", made(520, 40, () => 5)],
    ["five rows again and again", made(90, 3, (i, j) => normal[3 * (i % 5) + j])],
    ["five rows again and again, many", made(520, 3, (i, j) => normal[3 * (i % 5) + j])],
    ["rank 2 in 50 features", made(90, 50, (i, j) => normal[i] * j + normal[i + 500])],
    ["more features than examples", made(20, 60, (i, j) => normal[60 * i + j])],
    ["fewer examples than the perplexity asks for", made(50, 4, (i, j) => normal[4 * i + j])],
    ["five examples", made(5, 4, (i, j) => normal[4 * i + j])],
    ["two examples", made(2, 3, (i, j) => normal[3 * i + j])],
    ["tiny values", made(90, 3, (i, j) => 1e-25 * normal[3 * i + j])],
    ["huge values", made(90, 3, (i, j) => 1e30 * normal[3 * i + j])],
  ];
  for (const [what, data] of cases)
    it(`of ${what}`, async () => {
      const options = { iterations: 100 };
      const { points, divergence } = await tsne(data, options);
      assert.equal(points.length, 2 * data.n);
      assert.ok(points.every(Number.isFinite));
      assert.ok(divergence >= -1e-9 && Number.isFinite(divergence), `${divergence}`);
      for (const column of [0, 1])
        assert.ok(new Set(points.filter((_, at) => at % 2 === column)).size > 1);
      assert.deepEqual((await tsne(data, options)).points, points);
      const features = await tsneFeatures(data, options);
      assert.deepEqual([features.shape, features.x.every(Number.isFinite)], [[2], true]);
    });

  it("that keeps the neighbours of one feature and of two equal ones alike", async () => {
    for (const features of [1, 2]) {
      const data = made(90, features, (i) => normal[i]);
      assert.ok(trustworthiness(data, (await tsne(data)).points) > 0.99);
    }
  });

  it("in any unit: the same for data that are a power of two larger or smaller", async () => {
    const data = take(loadDigits(), [...Array(60).keys()]);
    const { points } = await tsne(data, { iterations: 50 });
    for (const by of [2 ** -60, 2 ** 50]) {
      const scaled = { ...data, x: data.x.map((v) => by * v) };
      assert.deepEqual((await tsne(scaled, { iterations: 50 })).points, points);
    }
  });

  it("unless there is one example only, or a perplexity that they cannot have", async () => {
    const data = made(50, 2, (i, j) => normal[2 * i + j]);
    await assert.rejects(tsne(take(data, [0])), /tsne: there must be at least 2 examples, got 1/);
    await assert.rejects(
      tsne(data, { perplexity: 20 }),
      /tsne: perplexity must be less than n \/ 3/,
    );
    await assert.rejects(tsne(made(9, 2, () => Number.NaN)), /tsne: x must be finite, at row 0/);
    await assert.rejects(
      tsneFeatures(made(9, 40, () => Infinity)),
      /tsneFeatures: x must be finite/,
    );
  });
});

test("affinities have the wanted perplexity at any scale, and share alike among equals", () => {
  for (const scale of [1e-90, 1e-12, 1, 1e40, 1e75]) {
    const distances = Float64Array.from({ length: 80 }, (_, i) => scale * (1 + i * i));
    const p = withPerplexity(distances, 20);
    const bits = -p.reduce((sum, v) => sum + (v > 0 ? v * Math.log(v) : 0), 0);
    assert.ok(Math.abs(Math.exp(bits) - 20) < 1e-3, `${Math.exp(bits)} at ${scale}`);
  }
  assert.deepEqual([...withPerplexity(new Float64Array(4), 2)], [0.25, 0.25, 0.25, 0.25]);
  const twins = withPerplexity(Float64Array.of(0, 0, 0, 0, 9, 9), 2);
  assert.ok(twins.subarray(0, 4).every((v) => Math.abs(v - 0.25) < 1e-12));
});

test("PCA of constants, duplicates and few examples has as many components as the data vary in", () => {
  const rank = (data: Dataset): number => pca().fit(data).state.components.length;
  assert.equal(rank(made(30, 3, (i, j) => (j === 1 ? 4 : normal[3 * i + j]))), 2);
  assert.equal(rank(made(30, 4, (i, j) => normal[2 * i + (j % 2)])), 2);
  assert.equal(rank(made(3, 10, (i, j) => normal[10 * i + j])), 2);
  assert.equal(rank(made(2, 1, (i) => i)), 1);
  // Features in units that differ a thousandfold still vary, both of them.
  assert.equal(rank(made(30, 2, (i, j) => (j === 0 ? 1 : 1e5) * normal[2 * i + j])), 2);
  for (const data of [
    made(30, 3, (i, j) => (j < 2 ? normal[i] : 4)),
    made(2, 9, (i, j) => i * j),
  ]) {
    const white = pca({ whiten: true }).fit(data).transform(data);
    assert.equal(featuresOf(white), 1);
    const variance = white.x.reduce((sum, v) => sum + v * v, 0) / (white.n - 1);
    assert.ok(Math.abs(variance - 1) < 1e-5, `${variance}`);
    assert.throws(() => pca({ components: 2 }).fit(data), {
      message: "pca.fit: components must be at most 1, in which the data vary, got 2",
    });
  }
});

test("transforms of constants stay finite, and refuse what is not", () => {
  const data = made(30, 3, (i, j) => (j === 1 ? 1e30 : normal[3 * i + j]));
  const standard = standardize().fit(data).transform(data);
  assert.ok(standard.x.every((v, at) => (at % 3 === 1 ? v === 0 : Number.isFinite(v))));
  const fitted = pipeline(selectByVariance(), standardize()).fit(data);
  assert.equal(featuresOf(fitted.transform(data)), 2);
  const broken = { ...data, x: data.x.map((v, at) => (at === 4 ? Number.NaN : v)) };
  for (const [attempt, who] of [
    [() => standardize().fit(broken), "standardize.fit"],
    [() => standardize().fit(data).transform(broken), "standardize.transform"],
    [() => selectByVariance().fit(broken), "selectByVariance.fit"],
    [() => fitted.transform(broken), "select.transform"],
    [() => pca().fit(broken), "pca.fit"],
    [() => neighborAccuracy(broken), "neighborAccuracy"],
    [() => trustworthiness(broken, new Float64Array(60)), "trustworthiness"],
  ] as const)
    assert.throws(attempt, {
      name: "ArgumentError",
      message: `${who}: x must be finite, at row 1, column 1, got NaN`,
    });
  assert.throws(() => trustworthiness(data, new Float64Array(60).fill(Number.NaN)), {
    message: "trustworthiness: points must be finite, at row 0, column 0, got NaN",
  });
});
