import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Dataset,
  differenceOf,
  groupRows,
  loadDigits,
  matching,
  meansBy,
  pca,
  Rng,
  selectByMutualInformation,
  split,
  standardize,
  take,
} from "batchwise";
import { pureNoise, withProbes } from "batchwise/data";
import { firstFeatures } from "batchwise/dist/study/features/rankedSplits.js";
import { differencesFrom } from "batchwise/rows";
import {
  type FeatureRow,
  featureCurves,
  featureStudy,
  leakStudy,
  mapMeans,
  mapStudy,
  type Ranking,
  rankedSplits,
  trainingTimes,
} from "batchwise/study";
import { config } from "../nn/problems.js";

const rng = Rng.fromSeed(3);
const digits = take(loadDigits(), [...Array(300).keys()]);
const wide = withProbes(digits, { copies: 2, rng });
const RANKINGS: readonly Ranking[] = ["mutual information", "PCA"];

for (const ranking of RANKINGS)
  test(`ranking by ${ranking} learns from train alone, and fewer features are the first of more`, () => {
    const options = { seed: 1, ranking };
    const many = rankedSplits(wide, { ...options, most: 20 });
    const { train, test: unseen } = split(wide, { seed: 1 });
    assert.deepEqual(many.train.y, train.y);
    assert.deepEqual(many.valid.shape, [20]);
    const few = rankedSplits(wide, { ...options, most: 7 });
    assert.deepEqual(firstFeatures(many, 7), few);

    // Other values in the test rows, found by their values, must leave train as it was.
    const changed = { ...wide, x: wide.x.slice() };
    const features = 192;
    const rowOf = (data: Dataset, i: number): string =>
      data.x.subarray(i * features, (i + 1) * features).join();
    const tested = new Set(Array.from({ length: unseen.n }, (_, i) => rowOf(unseen, i)));
    for (let i = 0; i < wide.n; i++)
      if (tested.has(rowOf(wide, i))) changed.x.fill(i, i * features, (i + 1) * features);
    const other = rankedSplits(changed, { ...options, most: 20 });
    assert.deepEqual(other.train.x, many.train.x);
    assert.notDeepEqual(other.test.x, many.test.x);
  });

test("mutual information ranks pixels before probes", () => {
  const { train } = rankedSplits(wide, { seed: 0, ranking: "mutual information", most: 192 });
  const centred = standardize({ scale: false }).fit(split(wide, { seed: 0 }).train);
  const real = centred.transform(split(wide, { seed: 0 }).train);
  const pixels = new Set(Array.from({ length: 64 }, (_, j) => columnOf(real, j)));
  const first = Array.from({ length: 20 }, (_, j) => columnOf(train, j));
  assert.ok(first.every((column) => pixels.has(column)));
});

function columnOf({ x, n }: Dataset, j: number): string {
  return Array.from({ length: n }, (_, i) => x[(i * x.length) / n + j]).join();
}

const small: Parameters<typeof featureStudy>[2] = {
  rankings: ["PCA"],
  counts: [3, 10],
  sizes: [16, 64],
  seeds: [0, 1, 2],
};

test("every seed runs every setting of the feature study, at a rate of its own", async () => {
  const seen: string[] = [];
  const rows = await featureStudy({ digits }, config, {
    ...small,
    onProgress: ({ done, total }) => void seen.push(`${done}/${total}`),
  });
  assert.equal(rows.length, 3 * 2 * (1 + 1 + 2));
  assert.equal(seen.at(-1), "4/4");
  for (const { accuracy, error, overlap } of rows) {
    assert.equal(error, 100 - accuracy);
    assert.equal(overlap, 50 / 200); // of 300 digits
  }
  const settings = groupRows(rows, ["method", "features", "batchSize"]);
  assert.deepEqual(
    settings.map(([{ method, features, batchSize }, ...more]) => [
      `${method} ${features}`,
      batchSize,
      1 + more.length,
    ]),
    [
      ...["all 64", "t-SNE 2", "PCA 3", "PCA 10"].flatMap((what) => [
        [what, 16, 3],
        [what, 64, 3],
      ]),
    ],
  );
  assert.ok(
    settings.some((own) => new Set(own.map(({ learningRate }) => learningRate)).size > 1),
    "no two repeats chose different rates",
  );
  const gain = differenceOf(rows, {
    a: { method: "PCA", features: 10, batchSize: 16 },
    b: { method: "PCA", features: 3, batchSize: 16 },
    value: "accuracy",
  });
  assert.ok(gain.estimate > 0, "more components of the digits tell more");
  assert.deepEqual(withoutTimes(await featureStudy({ digits }, config, small)), withoutTimes(rows));
});

const withoutTimes = (rows: readonly FeatureRow[]): object[] =>
  rows.map(({ seconds: _, ...row }) => row);

test("counts that are no numbers of features are refused, and those of all features left out", async () => {
  await assert.rejects(
    featureStudy({ digits }, config, { ...small, counts: [0] }),
    /counts must be a positive integer, got 0/,
  );
  const rows = await featureStudy({ digits }, config, {
    ...small,
    counts: [64, 900],
    sizes: [64],
    seeds: [0],
  });
  assert.deepEqual(
    rows.map(({ method }) => method),
    ["all", "t-SNE"],
  );
});

/** Runs whose error is 15, less 5 at batch size 8, less the number of features over 10; validation prefers 8 in seed 0 only. */
function madeRows(): FeatureRow[] {
  return [2, 10, 40].flatMap((features) =>
    ([8, 32] as const).flatMap((batchSize) =>
      [0, 1, 2].map((seed) => {
        const error = 15 + seed - (batchSize === 8 ? 5 : 0) - features / 10;
        return {
          ...{ data: "made", method: features === 40 ? ("all" as const) : ("PCA" as const) },
          ...{ features, batchSize, seed, error, accuracy: 100 - error, learningRate: 1 },
          validLoss: (batchSize === 8) === (seed === 0) ? 0.1 : 0.2,
          config: { ...config, batchSize },
          ...{ stopped: "budget" as const, steps: 1, epochs: 1, trainLoss: 1, validAccuracy: 1 },
          ...{ batchRows: batchSize, overlap: 0, seconds: seed === 0 ? 99 : features / 1000 },
        };
      }),
    ),
  );
}

test("curves take each repeat's best batch size, with the level of all features from end to end", () => {
  const curves = featureCurves(madeRows());
  // Errors of the seeds: 15 − 5, 16, 17, less the features over 10.
  const mean = (10 + 16 + 17) / 3;
  assert.deepEqual(
    curves.map(({ features, estimate }) => [features, Number(estimate.toFixed(6))]),
    [
      [2, Number((mean - 0.2).toFixed(6))],
      [10, Number((mean - 1).toFixed(6))],
      [2, Number((mean - 4).toFixed(6))],
      [40, Number((mean - 4).toFixed(6))],
    ],
  );
});

test("times are by number of features, and a slow run does not make a slow setting", () => {
  const times = trainingTimes(madeRows(), { method: "PCA" });
  assert.deepEqual(
    times.filter(({ batchSize }) => batchSize === 8).map(({ milliseconds }) => milliseconds),
    [2, 10, 40],
  );
});

test("a selection that saw the test labels is right about noise; one that did not, and PCA, are not", async () => {
  const noise = (seed: number): Dataset =>
    pureNoise({ n: 50, features: 2000, rng: Rng.fromSeed(seed) });
  const best = () => selectByMutualInformation({ features: 100, neighbors: 10 });
  const rows = await leakStudy(
    {
      selected: { data: noise, fresh: true, transform: best },
      components: { data: noise, fresh: true, transform: () => pca({ components: 5 }) },
    },
    { seeds: [...Array(12).keys()] },
  );
  const [selected, components] = differencesFrom(rows, {
    column: "fitted",
    base: "train",
    by: ["case"],
    value: "accuracy",
  });
  const [honest] = meansBy(matching(rows, { fitted: "train" }), {
    by: ["case"],
    value: "accuracy",
  });
  assert.ok(selected.low > 20, `${selected.low}`);
  assert.ok(honest.estimate > 30 && honest.estimate < 70, `${honest.estimate}`);
  assert.ok(components.estimate < 15, `${components.estimate}`);
});

test("maps are of examples that were not trained on, each layer's as its network makes them", async () => {
  const base = { ...config, model: { kind: "mlp", hidden: [12, 8] } } as const;
  const options = { sizes: [16, 64], seeds: [0, 1] };
  const data = take(loadDigits(), [...Array(330).keys()]);
  const { rows, points, examples } = await mapStudy(data, base, options);
  const { train, valid, test: last } = split(data, { seed: 0 });
  assert.equal(examples.n, valid.n + last.n);
  assert.equal(examples.n, data.n - train.n);
  const maps = ["inputs, PCA", "inputs, t-SNE"].concat(
    [16, 64].flatMap((size) => [1, 2].map((layer) => `B = ${size}, layer ${layer}, t-SNE`)),
  );
  assert.deepEqual(
    mapMeans(rows).map(({ map }) => map),
    maps,
  );
  assert.equal(rows.length, 2 * maps.length);
  assert.equal(points.length, examples.n * maps.length);
  for (const { label, example } of points) assert.equal(label, String(examples.y[example]));
  const [flat, tsne] = mapMeans(rows);
  assert.equal(flat.inSpace, tsne.inSpace);
  assert.ok(tsne.trust > flat.trust && tsne.inMap > flat.inMap);
  await assert.rejects(mapStudy(data, base, { ...options, seeds: [] }), /at least one seed/);
});
