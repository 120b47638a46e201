import assert from "node:assert/strict";
import { test } from "node:test";
import { loadDigits, pca, Rng, take } from "batchwise";
import { noisyMixtures, pureNoise, withProbes } from "batchwise/data";

const digits = take(loadDigits(), [...Array(200).keys()]);
const rng = Rng.fromSeed(1);
const column = ({ x, n }: { x: Float32Array; n: number }, j: number): number[] =>
  Array.from({ length: n }, (_, i) => x[(i * x.length) / n + j]);
const correlation = (a: number[], b: number[]): number => {
  const mean = (v: number[]): number => v.reduce((sum, w) => sum + w, 0) / v.length;
  const [ma, mb] = [mean(a), mean(b)];
  const product = (u: number[], mu: number, v: number[], mv: number): number =>
    u.reduce((sum, w, i) => sum + (w - mu) * (v[i] - mv), 0);
  return product(a, ma, b, mb) / Math.sqrt(product(a, ma, a, ma) * product(b, mb, b, mb));
};

test("probes hold the values of a feature in another order, beside the features as they were", () => {
  const wide = withProbes(digits, { copies: 2, rng });
  assert.deepEqual(wide.shape, [192]);
  assert.equal(wide.y, digits.y);
  for (const j of [10, 20, 35]) {
    const real = column(digits, j);
    assert.deepEqual(column(wide, j), real);
    for (const probe of [column(wide, 64 + j), column(wide, 128 + j)]) {
      assert.notDeepEqual(probe, real);
      assert.deepEqual(probe.toSorted(), real.toSorted());
    }
    assert.notDeepEqual(column(wide, 64 + j), column(wide, 128 + j));
  }
  assert.deepEqual(withProbes(digits, { copies: 2, rng }), wide);
  assert.deepEqual(withProbes(digits, { copies: 0, rng }).x, digits.x);
});

test("probes of neighbouring features are independent, as the features are not", () => {
  const wide = withProbes(digits, { copies: 1, rng });
  assert.ok(Math.abs(correlation(column(wide, 10), column(wide, 18))) > 0.4);
  assert.ok(Math.abs(correlation(column(wide, 74), column(wide, 82))) < 0.25);
});

test("mixtures without noise have no more directions than the features; noise fills the rest", () => {
  const clean = noisyMixtures(digits, { features: 100, noise: 0, rng });
  const { explainedVariance: few } = pca().fit(clean).state;
  const { explainedVariance: own } = pca().fit(digits).state;
  assert.ok(few.filter((v) => v > 1e-9 * few[0]).length <= own.length);
  const noisy = noisyMixtures(digits, { features: 100, noise: 1, rng });
  assert.equal(pca().fit(noisy).state.explainedVariance.length, 100);
});

test("the noise is as large as it is said to be", () => {
  for (const noise of [0.5, 2]) {
    const [clean, noisy] = [0, noise].map((size) =>
      noisyMixtures(digits, { features: 80, noise: size, rng }),
    );
    const variance = (data: { x: Float32Array; n: number }): number =>
      Array.from({ length: 80 }, (_, j) => {
        const values = column(data, j);
        const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
        return values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
      }).reduce((sum, v) => sum + v, 0);
    const added = noisy.x.reduce((sum, v, i) => sum + (v - clean.x[i]) ** 2, 0) / digits.n;
    assert.ok(Math.abs(Math.sqrt(added / variance(clean)) / noise - 1) < 0.02);
  }
});

test("pure noise has classes of equal size and features that know nothing of them", () => {
  const data = pureNoise({ n: 400, features: 30, classes: 3, rng });
  assert.deepEqual([data.n, data.shape, data.classes], [400, [30], ["0", "1", "2"]]);
  for (const label of [0, 1, 2]) {
    const size = data.y.filter((y) => y === label).length;
    assert.ok(size === 133 || size === 134);
  }
  const labels = Array.from(data.y);
  for (let j = 0; j < 30; j++)
    assert.ok(Math.abs(correlation(column(data, j), labels)) < 0.2, `column ${j}`);
});

test("recipes that cannot be followed are refused", () => {
  assert.throws(() => withProbes(digits, { copies: -1, rng }), /copies must be an integer from 0/);
  assert.throws(
    () => noisyMixtures(digits, { features: 0, noise: 1, rng }),
    /features must be a positive integer/,
  );
  assert.throws(
    () => noisyMixtures(digits, { features: 5, noise: Number.NaN, rng }),
    /noise must be a finite number from 0/,
  );
  assert.throws(() => pureNoise({ n: 0, features: 1, rng }), /n must be a positive integer/);
});
