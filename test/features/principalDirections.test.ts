import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it, test } from "node:test";
import { type Dataset, featuresOf, loadDigits, pca, Rng, take } from "batchwise";
import { moments } from "batchwise/dist/features/moments.js";
import { ownAlgebra } from "batchwise/dist/features/ownAlgebra.js";
import {
  exactDirections,
  type PrincipalDirections,
  randomizedDirections,
} from "batchwise/dist/features/principalDirections.js";
import { type Algebra, nativeAlgebra } from "batchwise/dist/wasm/algebra.js";
import { trustworthiness } from "batchwise/features";

const native = nativeAlgebra();
const ways: readonly (readonly [string, Algebra])[] = [
  ["OpenBLAS", native ?? ownAlgebra],
  ["own loops", ownAlgebra],
];

/** Gaussian in `rank` directions whose standard deviations fall, rounded to float32. */
function cloud(n: number, features: number, rank: number, seed = 1): Dataset {
  const rng = Rng.fromSeed(seed);
  const normal = (length: number): Float64Array =>
    Float64Array.from({ length }, () => rng.normal());
  const loadings = normal(rank * features);
  const x = new Float32Array(n * features);
  for (let i = 0; i < n; i++) {
    const scores = normal(rank).map((score, r) => score / (r + 1));
    for (let j = 0; j < features; j++)
      x[i * features + j] =
        7 + scores.reduce((sum, score, r) => sum + score * loadings[r * features + j], 0);
  }
  return { x, y: new Int32Array(n), n, shape: [features], classes: ["one"] };
}

/** Largest absolute difference, and how far from orthonormal. */
function compare(found: PrincipalDirections, expected: PrincipalDirections): number {
  assert.equal(found.variances.length, expected.variances.length);
  let gap = 0;
  for (const [c, direction] of expected.directions.entries()) {
    gap = Math.max(gap, Math.abs(found.variances[c] / expected.variances[c] - 1));
    direction.forEach((loading, j) => {
      gap = Math.max(gap, Math.abs(loading - found.directions[c][j]));
    });
  }
  return gap;
}

function checkOrthonormal({ directions }: PrincipalDirections): void {
  for (const [a, one] of directions.entries())
    for (const [b, other] of directions.entries()) {
      const dot = one.reduce((sum, v, j) => sum + v * other[j], 0);
      assert.ok(Math.abs(dot - Number(a === b)) < 1e-9, `${a}, ${b}: ${dot}`);
    }
}

describe("principal directions", () => {
  it("are the same by OpenBLAS and by own loops, for few and for many features", () => {
    for (const [n, features] of [
      [90, 17],
      [17, 90],
      [40, 40],
      [2, 5],
      [5, 1],
    ]) {
      const data = cloud(n, features, Math.min(n, features));
      const { mean } = moments(data);
      for (const count of [1, 3, 100]) {
        const most = Math.min(count, n, features);
        const [one, other] = ways.map(([, by]) => exactDirections(data, mean, most, by));
        assert.ok(compare(one, other) < 1e-7, `${n} × ${features}`);
        checkOrthonormal(one);
        checkOrthonormal(other);
      }
    }
  });

  for (const [name, by] of ways)
    it(`found from random directions are nearly the exact ones, by ${name}`, () => {
      for (const [n, features] of [
        [300, 60],
        [60, 300],
      ]) {
        const data = cloud(n, features, 60);
        const { mean } = moments(data);
        const exact = exactDirections(data, mean, 5);
        const found = randomizedDirections(data, mean, { count: 5, rng: Rng.fromSeed(1) }, by);
        assert.ok(compare(found, exact) < 1e-4, `${n} × ${features}: ${compare(found, exact)}`);
        checkOrthonormal(found);
        const again = randomizedDirections(data, mean, { count: 5, rng: Rng.fromSeed(1) }, by);
        assert.equal(compare(again, found), 0);
      }
    });

  it("are no more than the data vary in, however many are asked for", () => {
    const data = cloud(50, 20, 4);
    const { mean } = moments(data);
    for (const [, by] of ways) {
      assert.equal(exactDirections(data, mean, 20, by).variances.length, 4);
      const options = { count: 12, rng: Rng.fromSeed(1) };
      assert.equal(randomizedDirections(data, mean, options, by).variances.length, 4);
    }
  });
});

test("PCA of large data takes the randomized way, and keeps the variance and the neighbours of the exact one", () => {
  const data = cloud(1200, 1100, 150);
  const options = { components: 20 } as const;
  const automatic = pca(options).fit(data);
  const exact = pca({ ...options, method: "exact" }).fit(data);
  assert.deepEqual(automatic.state, pca({ ...options, method: "randomized" }).fit(data).state);
  assert.notDeepEqual(automatic.state, exact.state);
  const kept = (v: readonly number[]): number => v.reduce((sum, share) => sum + share, 0);
  const loss =
    kept(exact.state.explainedVarianceRatio) - kept(automatic.state.explainedVarianceRatio);
  assert.ok(loss >= -1e-12 && loss < 1e-6, `${loss}`);
  const near = take(exact.transform(data), [...Array(100).keys()]);
  const points = take(automatic.transform(data), [...Array(100).keys()]).x;
  assert.ok(trustworthiness(near, points) > 0.999);
});

test("explained variance is scikit-learn's to 1e-8 of itself", () => {
  for (const [name, n, components] of [
    ["pca", 1797, 20],
    ["pcaWide", 20, 10],
  ] as const) {
    const { explainedVariance } = JSON.parse(
      readFileSync(`test/fixtures/features/${name}.json`, "utf8"),
    );
    const data = take(loadDigits(), [...Array(n).keys()]);
    const found = pca({ components }).fit(data).state.explainedVariance;
    for (const [c, expected] of explainedVariance.entries())
      assert.ok(Math.abs(found[c] / expected - 1) < 1e-8, `${name} ${c}`);
  }
});

test("PCA names what it cannot do", () => {
  const data = cloud(30, 6, 2);
  const refused: readonly (readonly [() => unknown, RegExp])[] = [
    [
      () => pca({ components: 3 }).fit(data),
      /pca\.fit: components must be at most 2, in which the data vary, got 3/,
    ],
    [
      () => pca({ method: "randomized" }),
      /pca: components must be a count with method "randomized", got undefined/,
    ],
    [
      () => pca({ method: "fast" as "exact" }),
      /pca: method must be one of "exact", "randomized", got "fast"/,
    ],
    [() => pca({ components: 2, seed: -1 }), /pca: seed must be an integer ≥ 0, got -1/],
    [() => pca().fit(take(data, [0])), /pca\.fit: the training data must vary/],
  ];
  for (const [attempt, message] of refused)
    assert.throws(attempt, { name: "ArgumentError", message });
});

test("no feature that is not finite passes through a fitted transform", () => {
  const data = cloud(30, 6, 2);
  const fitted = pca({ components: 2 }).fit(data);
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const broken = {
      ...data,
      x: data.x.map((v, at) => (at === 3 * featuresOf(data) + 1 ? value : v)),
    };
    assert.throws(() => fitted.transform(broken), {
      name: "ArgumentError",
      message: `pca.transform: x must be finite, at row 3, column 1, got ${value}`,
    });
  }
});
