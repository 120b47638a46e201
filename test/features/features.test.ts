import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  type Dataset,
  featuresOf,
  loadDigits,
  pca,
  pipeline,
  Rng,
  refit,
  selectByMutualInformation,
  selectByVariance,
  split,
  standardize,
  take,
} from "batchwise";
import { mutualInformation } from "batchwise/features";

const digits = loadDigits();
const first = (n: number): Dataset =>
  take(
    digits,
    Array.from({ length: n }, (_, i) => i),
  );
const fixture = <T>(name: string): T =>
  JSON.parse(readFileSync(`test/fixtures/features/${name}.json`, "utf8"));
const row = (data: Dataset, i: number): Float32Array =>
  data.x.subarray(i * featuresOf(data), (i + 1) * featuresOf(data));
const made = (n: number, features: number, value: (i: number, j: number) => number): Dataset => ({
  x: Float32Array.from({ length: n * features }, (_, k) =>
    value(Math.floor(k / features), k % features),
  ),
  y: Int32Array.from({ length: n }, (_, i) => i % 2),
  n,
  shape: [features],
  classes: ["even", "odd"],
});

function close(actual: ArrayLike<number>, expected: ArrayLike<number>, by: number): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++)
    assert.ok(Math.abs(actual[i] - expected[i]) <= by, `${i}: ${actual[i]} against ${expected[i]}`);
}

test("standardize is scikit-learn's, constant columns stay at 0, and the shape stays", () => {
  const { standardized } = fixture<{ standardized: number[][] }>("scaling");
  const fitted = standardize().fit(first(300));
  const rows = fitted.transform(take(digits, [300, 301, 302]));
  for (const [i, expected] of standardized.entries()) close(row(rows, i), expected, 1e-5);
  assert.deepEqual(rows.shape, [8, 8, 1]);
  const constant = standardize().fit(made(7, 2, (i, j) => (j === 0 ? 0.1 : i)));
  const changed = constant.transform(made(2, 2, () => 0.1));
  assert.ok(Math.abs(changed.x[0]) < 1e-7);
});

test("selection by variance keeps scikit-learn's columns, in order", () => {
  const { variances, above } = fixture<{ variances: number[]; above: number[] }>("scaling");
  const { state } = selectByVariance({ threshold: 0.05 }).fit(digits);
  close(state.scores, variances, 1e-9);
  assert.deepEqual(state.columns, above);
  const selected = selectByVariance().fit(digits).transform(digits);
  assert.deepEqual(selected.shape, [61]); // three pixels are never inked
  const kept = selectByVariance().fit(digits).state.columns;
  assert.deepEqual(
    [...row(selected, 5)],
    kept.map((j) => row(digits, 5)[j]),
  );
});

type Information = {
  x: number[];
  y: number[];
  made: number[];
  made7: number[];
  digitsMean: number[];
  digitsSd: number[];
};

test("mutual information of continuous features is scikit-learn's", () => {
  const { x, y, ...expected } = fixture<Information>("mutualInformation");
  const data = {
    x: Float32Array.from(x),
    y: Int32Array.from(y),
    n: y.length,
    shape: [3],
    classes: ["a", "b", "c"],
  };
  close(mutualInformation(data), expected.made, 1e-6);
  close(mutualInformation(data, { neighbors: 7 }), expected.made7, 1e-6);
});

test("mutual information of pixels, full of ties, is scikit-learn's within the noise of its tie-breaking", () => {
  const { digitsMean, digitsSd } = fixture<Information>("mutualInformation");
  const information = mutualInformation(digits);
  const typical = Math.sqrt(digitsSd.reduce((sum, sd) => sum + sd ** 2, 0) / 64);
  for (const [j, mean] of digitsMean.entries()) {
    const distance = Math.abs(information[j] - mean) / Math.max(digitsSd[j], typical);
    assert.ok(distance < 5, `pixel ${j}: ${information[j]} against ${mean} ± ${digitsSd[j]}`);
  }
  const best = selectByMutualInformation({ features: 10 }).fit(digits);
  const order = [...digitsMean.keys()].sort((a, b) => digitsMean[b] - digitsMean[a]);
  for (const column of best.state.columns)
    assert.ok(order.indexOf(column) < 13, `column ${column}`);
  assert.equal(best.transform(digits).shape[0], 10);
});

test("mutual information is 0 for noise, and the entropy of the label for a feature that is the label", () => {
  const rng = Rng.fromSeed(3);
  const data = made(400, 2, (i, j) => (j === 0 ? (i % 2) + 0.01 * rng.uniform() : rng.normal()));
  const [same, noise] = mutualInformation(data);
  assert.ok(Math.abs(same - Math.log(2)) < 0.02, `${same}`);
  assert.ok(noise < 0.06, `${noise}`);
});

type Pca = Record<"components" | "transformed" | "whitened", number[][]> &
  Record<"explainedVariance" | "explainedVarianceRatio", number[]>;

for (const [name, data, components] of [
  ["pca", digits, 20],
  ["pcaWide", first(20), 10],
] as const)
  test(`PCA is scikit-learn's: ${data.n} examples, signs too`, () => {
    const expected = fixture<Pca>(name);
    const { state } = pca({ components }).fit(data);
    close(state.explainedVariance, expected.explainedVariance, 1e-8);
    close(state.explainedVarianceRatio, expected.explainedVarianceRatio, 1e-8);
    for (const [c, direction] of expected.components.entries())
      close(state.components[c], direction, 1e-6);
    for (const whiten of [false, true]) {
      const rows = pca({ components, whiten }).fit(data).transform(data);
      for (const [i, values] of (whiten ? expected.whitened : expected.transformed).entries())
        close(row(rows, i).subarray(0, 8), values, 1e-5);
    }
  });

test("PCA keeps as many components as scikit-learn for a share of the variance", () => {
  const { share, count } = fixture<{ share: number[]; count: number[] }>("pcaShare");
  for (const [i, variance] of share.entries())
    assert.equal(pca({ components: { variance } }).fit(digits).state.components.length, count[i]);
});

test("all components keep distances; whitened ones have unit covariance; directions are orthonormal", () => {
  const { state, transform } = pca().fit(digits);
  assert.equal(state.components.length, 61);
  const rotated = transform(digits);
  for (const [i, j] of [
    [0, 1],
    [7, 900],
  ]) {
    const distance = (data: Dataset): number =>
      Math.hypot(...row(data, i).map((v, k) => v - row(data, j)[k]));
    assert.ok(Math.abs(distance(rotated) - distance(digits)) < 1e-5);
  }
  const white = pca({ components: 12, whiten: true }).fit(digits).transform(digits);
  for (let a = 0; a < 12; a++)
    for (let b = 0; b <= a; b++) {
      let covariance = 0;
      for (let i = 0; i < white.n; i++)
        covariance += (white.x[12 * i + a] * white.x[12 * i + b]) / (white.n - 1);
      assert.ok(Math.abs(covariance - (a === b ? 1 : 0)) < 1e-4);
      const dot = state.components[a].reduce((sum, v, k) => sum + v * state.components[b][k], 0);
      assert.ok(Math.abs(dot - (a === b ? 1 : 0)) < 1e-9);
    }
});

test("a pipeline fits each step on what the one before makes, of the training part only", () => {
  const { train, valid } = split(digits, { seed: 1 });
  const steps = pipeline(
    selectByVariance(),
    standardize(),
    pca({ components: 5, whiten: true }),
  ).fit(train);
  const a = selectByVariance().fit(train);
  const b = standardize().fit(a.transform(train));
  const c = pca({ components: 5, whiten: true }).fit(b.transform(a.transform(train)));
  assert.deepEqual(steps.transform(valid).x, c.transform(b.transform(a.transform(valid))).x);
  assert.equal(steps.transform(valid).y, valid.y);
});

test("a fitted transform is plain JSON, and comes back from it", () => {
  const fitted = pipeline(
    selectByMutualInformation({ features: 20 }),
    standardize(),
    pca({ components: 3 }),
  ).fit(first(200));
  const copy = refit(JSON.parse(JSON.stringify(fitted.state)));
  assert.deepEqual(copy.transform(digits).x, fitted.transform(digits).x);
  assert.throws(() => refit({ kind: "other" } as never), /unknown kind/);
});

test("a transform leaves the data it is given as they are", () => {
  const before = digits.x.slice();
  const fitted = pipeline(standardize(), pca({ components: 2 })).fit(digits);
  fitted.transform(digits);
  assert.deepEqual(digits.x, before);
});

test("an unfitted transform cannot be used, and wrong sizes are refused", () => {
  assert.throws(() => {
    // @ts-expect-error there is no transform before fit
    standardize().transform(digits);
  }, TypeError);
  const refused: readonly (readonly [() => unknown, RegExp])[] = [
    [
      () =>
        standardize()
          .fit(digits)
          .transform(made(2, 3, () => 0)),
      /standardize\.transform: data must have 64 features, as in fit, got 3/,
    ],
    [
      () =>
        pca()
          .fit(digits)
          .transform(made(2, 3, () => 0)),
      /pca\.transform: data must have 64 features/,
    ],
    [
      () => selectByVariance().fit(made(3, 2, () => 1)),
      /selectByVariance\.fit: some variance must be above 0, got 0/,
    ],
    [() => selectByVariance({ threshold: -1 }), /selectByVariance: threshold/],
    [
      () => selectByMutualInformation({ features: 65 }).fit(digits),
      /features must be at most 64, got 65/,
    ],
    [
      () => pca({ components: 62 }).fit(digits),
      /pca\.fit: components must be at most 61, in which the data vary, got 62/,
    ],
    [() => pca({ components: { variance: 1.5 } }), /pca: components\.variance must be/],
    [() => pca({ components: 0 }), /pca: components must be a positive integer/],
    [() => pca().fit(made(3, 2, () => 1)), /pca\.fit: the training data must vary/],
    [() => pipeline(), /pipeline: there must be at least one transform/],
  ];
  for (const [attempt, message] of refused)
    assert.throws(attempt, { name: "ArgumentError", message });
});
