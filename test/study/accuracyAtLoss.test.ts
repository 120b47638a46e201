import assert from "node:assert/strict";
import { test } from "node:test";
import { cross, loadDigits, type TrainConfig, take, tasks } from "batchwise";
import { pairedTrials } from "batchwise/experiment";
import { accuracyAtLoss, sharpnessStudy } from "batchwise/study";

const digits = loadDigits();
const data = take(digits, [...Array(300).keys()]);
const config: TrainConfig = {
  model: { kind: "mlp", hidden: [8, 6] },
  optimizer: { kind: "sgd", learningRate: 0.2 },
  batchSize: 20,
  budget: { epochs: 60 },
  evaluateEvery: { epochs: 0.5 },
  seed: 1,
};

test("accuracies at equal loss are those of the models whose sharpness is measured", async () => {
  const candidates = cross(config, { batchSize: [20, 60] });
  const options = { seeds: [1, 2], losses: [0.5, 1e-9] };
  const rows = await accuracyAtLoss(data, candidates, options);
  const { seeds, losses } = options;
  const trials = pairedTrials(candidates, seeds);
  const measured = await sharpnessStudy(data, trials, { losses, readTest: true });
  assert.equal(rows.length, 4);
  assert.deepEqual(
    rows,
    measured.map(
      ({ seed, batchSize, learningRate, target, trainLoss, epochs, overlap, accuracy }) => ({
        ...{ seed, batchSize, learningRate, target, trainLoss, epochs, overlap, accuracy },
      }),
    ),
  );
});

test("on data that each seed draws anew there is no overlap", async () => {
  const [, , mnist1d] = tasks({ digits, examples: 100 });
  const { prepare } = mnist1d;
  const rows = await accuracyAtLoss(mnist1d.data, [{ config }], {
    ...{ seeds: [0, 1], losses: [2], prepare },
  });
  assert.deepEqual(
    rows.map(({ seed, overlap, target, trainLoss }) => [seed, overlap, trainLoss <= target]),
    [0, 1].map((seed) => [seed, 0, true]),
  );
});
