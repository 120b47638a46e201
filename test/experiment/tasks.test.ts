import assert from "node:assert/strict";
import { test } from "node:test";
import {
  compare,
  differenceOf,
  loadDigits,
  meansBy,
  onTasks,
  pairedDifference,
  type TrainConfig,
  tasks,
} from "batchwise";
import { centredSplits, splitsOf } from "batchwise/dist/experiment/preparation.js";

const digits = loadDigits();
const [plain, noisy, fresh] = tasks({ digits, examples: 500 });
const config: TrainConfig = {
  model: { kind: "linear" },
  optimizer: { kind: "sgd", learningRate: 0.3 },
  batchSize: 32,
  budget: { epochs: 1 },
  seed: 0,
};

test("a fifth of the training labels are wrong, the same at each call, and nothing else differs", () => {
  const clean = centredSplits(digits, 4);
  const wrong = splitsOf(noisy.data, noisy.prepare, 4);
  const differ = clean.train.y.filter((label, i) => label !== wrong.train.y[i]).length;
  assert.equal(differ, Math.round(0.2 * clean.train.n));
  assert.deepEqual(wrong.train.x, clean.train.x);
  assert.deepEqual([wrong.valid, wrong.test], [clean.valid, clean.test]);
  assert.deepEqual(splitsOf(noisy.data, noisy.prepare, 4).train.y, wrong.train.y);
  assert.notDeepEqual(splitsOf(noisy.data, noisy.prepare, 5).train.y, wrong.train.y);
});

test("each seed has examples of MNIST-1D of its own", () => {
  const [a, b] = [7, 8].map((seed) => splitsOf(fresh.data, fresh.prepare, seed));
  assert.deepEqual(
    [a.train, a.valid, a.test].map(({ n }) => n),
    [500, 1000, 1000],
  );
  const signals = ({ x }: { readonly x: Float32Array }): Set<string> =>
    new Set(Array.from({ length: x.length / 40 }, (_, i) => `${x.subarray(40 * i, 40 * i + 40)}`));
  const all = [a.train, a.valid, a.test, b.train, b.valid, b.test].map(signals);
  assert.equal(new Set(all.flatMap((part) => [...part])).size, 5000);
  const few = splitsOf(fresh.data, fresh.prepare, 7, 60);
  assert.deepEqual(few.train.x, a.train.x.subarray(0, 60 * 40));
  for (const trainExamples of [501, 0, 2.5])
    assert.throws(() => splitsOf(fresh.data, fresh.prepare, 7, trainExamples), /trainExamples/);
});

test("rows say how far their divisions overlap, and means and differences are widened by it", async () => {
  const rows = await onTasks([plain, noisy, fresh], ({ data, prepare }) =>
    compare(data, [{ config }, { config: { ...config, batchSize: 256 } }], {
      prepare,
      seeds: [0, 1, 2, 3],
    }),
  );
  const { train, test: held } = centredSplits(digits, 0);
  assert.deepEqual([plain.n, noisy.n, fresh.n], [train.n, train.n, 500]);
  for (const { task, overlap } of rows)
    assert.equal(overlap, task === "MNIST-1D" ? 0 : held.n / train.n);
  for (const { task } of [plain, noisy, fresh]) {
    const of = rows.filter((row) => row.task === task);
    const sides = [32, 256].map((size) =>
      of.filter(({ batchSize }) => batchSize === size).map(({ accuracy }) => accuracy),
    );
    const independent = pairedDifference(sides[0], sides[1]);
    const pattern = { a: { batchSize: 32 }, b: { batchSize: 256 } } as const;
    const found = differenceOf(of, { ...pattern, value: "accuracy" });
    const wider = Math.sqrt(1 + 4 * of[0].overlap);
    const length = (found.high - found.low) / (independent.high - independent.low);
    assert.ok(Math.abs(length - wider) < 1e-9, `${task}: ${length} against ${wider}`);
    const [mean] = meansBy(of, { by: ["batchSize"], value: "accuracy" });
    assert.equal(mean.overlap, of[0].overlap || undefined);
  }
});
