import assert from "node:assert/strict";
import * as bw from "batchwise";
import * as dataEntry from "batchwise/data";
import * as features from "batchwise/features";
import { data, images, parts, rng, train, valid } from "../regression.js";
import type { Cases } from "./cases.js";

/** A data set that has kept its target, row by row: returned for the check of its numbers. */
function keeps(after: bw.Dataset, before: bw.Dataset): bw.Dataset {
  assert.equal(after.n, before.n);
  assert.deepEqual(after.target, before.target);
  return dataEntry.checkDataset("test", after, { target: true });
}

/** Data and their features. */
export const dataCases: Cases = {
  batches: () => {
    const all = [...bw.batches(train, { batchSize: 50, rng: rng() })];
    const values = all.flatMap(({ target }) => [...(target?.values ?? [])]);
    assert.deepEqual(values.sort(), [...(train.target?.values ?? [])].sort());
    return all;
  },
  checkDataset: { refuses: () => dataEntry.checkDataset("own", data), mend: /train, trainMany/ },
  featuresOf: () => bw.featuresOf(data),
  outputWidth: () => dataEntry.outputWidth(data),
  split: () => bw.split(data, { seed: 0 }),
  take: () => bw.take(data, [3, 1]),
  colouredDigits: () => keeps(dataEntry.colouredDigits(images, rng()), images),
  noisyMixtures: () =>
    keeps(dataEntry.noisyMixtures(data, { features: 4, noise: 0.1, rng: rng() }), data),
  withProbes: () => keeps(dataEntry.withProbes(data, { copies: 1, rng: rng() }), data),
  withLabelNoise: {
    refuses: () => dataEntry.withLabelNoise(parts, { share: 0.1, rng: rng() }),
    mend: /target\.values/,
  },
  augment: () => bw.augment(images, { kind: "translate", cols: 1 }, rng()),
  tsne: async () => (await bw.tsne(train, { perplexity: 5 })).points,
  tsneFeatures: async () => keeps(await features.tsneFeatures(train, { perplexity: 5 }), train),
  pca: () => keeps(bw.pca({ components: 2 }).fit(train).transform(valid), valid),
  standardize: () => keeps(bw.standardize().fit(train).transform(valid), valid),
  selectByVariance: () => keeps(bw.selectByVariance().fit(train).transform(valid), valid),
  selectByMutualInformation: {
    refuses: () => bw.selectByMutualInformation({ features: 1 }).fit(train),
    mend: /pca or selectByVariance/,
  },
  pipeline: () =>
    keeps(
      bw
        .pipeline(bw.standardize(), bw.pca({ components: 2 }))
        .fit(train)
        .transform(valid),
      valid,
    ),
  refit: () => keeps(bw.refit(bw.standardize().fit(train).state).transform(valid), valid),
  mutualInformation: { refuses: () => features.mutualInformation(train), mend: /pca/ },
  neighborAccuracy: { refuses: () => features.neighborAccuracy(train), mend: /trustworthiness/ },
  trustworthiness: () => features.trustworthiness(train, train.x, { neighbors: 3 }),
};
