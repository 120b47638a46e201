import assert from "node:assert/strict";
import { test } from "node:test";
import { compare, cross, loadDigits, split, type TrainConfig, tasks } from "batchwise";

const data = loadDigits();
const { train, test: held } = split(data, { seed: 0 });
const config: TrainConfig = {
  model: { kind: "linear" },
  optimizer: { kind: "sgd", learningRate: 0.1 },
  batchSize: 32,
  budget: { steps: 2 },
  seed: 0,
};

test("with a few of the training examples divisions overlap no more than with all", async () => {
  const candidates = cross(config, { trainExamples: [50, train.n] });
  const rows = await compare(data, candidates, { seeds: [0] });
  assert.deepEqual(
    rows.map(({ trainExamples, overlap }) => [trainExamples, overlap]),
    [
      [50, held.n / train.n],
      [train.n, held.n / train.n],
    ],
  );
});

test("that holds for other preparations of the same data, and fresh data do not overlap", async () => {
  const [, wrong, drawn] = tasks({ digits: data, examples: 200 });
  for (const [{ data, prepare }, expected] of [
    [wrong, held.n / train.n],
    [drawn, 0],
  ] as const) {
    const candidates = cross(config, { trainExamples: [50] });
    const [{ overlap }] = await compare(data, candidates, { seeds: [0], prepare });
    assert.equal(overlap, expected);
  }
});
