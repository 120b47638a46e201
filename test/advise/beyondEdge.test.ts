import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Plan } from "batchwise/dist/advise/plan/plan.js";
import { steadied } from "batchwise/dist/advise/plan/speedRow.js";
import type { Settings } from "batchwise/dist/advise/settings.js";
import type { AnchorRate } from "batchwise/dist/advise/stages/anchorRate.js";
import { sizesStage } from "batchwise/dist/advise/stages/sizesStage.js";
import type { Asked, Outcome, Trainer } from "batchwise/dist/advise/trainer.js";
import { Work } from "batchwise/dist/advise/work.js";

/** The sizes that are tuned where the validation loss of a size is this, at any rate near the right one. */
async function tunedSizes(lossOf: (size: number) => number, refused?: number): Promise<number[]> {
  const outcome = ({ batchSize, learningRate, seed, steps }: Asked): Outcome => ({
    ...{ batchSize, learningRate, seed, metric: Number.NaN, validMetric: 90 },
    validLoss: lossOf(batchSize) + 0.01 * Math.log2(learningRate / 0.01) ** 2,
    history: [{ step: steps, validLoss: lossOf(batchSize) }],
  });
  const trainer = {
    n: 1000,
    guessLoss: 1,
    train: async (_: unknown, all: readonly Asked[]) => all.map(outcome),
  } as unknown as Trainer;
  const plan = {
    design: { sizeSeeds: 2 },
    length: { epochs: 10, steps: 100 },
    speed: [{ batchSize: 1, microsPerStep: 1, low: 1, high: 1 }],
    ...{ smallest: 1, largest: 1000 },
  } as unknown as Plan;
  const subject = {
    ...{ trainer, plan },
    settings: { optimizer: "adam", seed: 0 } as unknown as Settings,
    work: new Work({
      folder: join(tmpdir(), "never-written"),
      seconds: undefined,
      signal: undefined,
      onProgress: undefined,
    }),
  };
  const rows = [0, 1].map((seed) =>
    outcome({ batchSize: 32, learningRate: 0.01, seed, steps: 100 }),
  );
  const anchor = { batchSize: 32, learningRate: 0.01, inside: true, rows } as unknown as AnchorRate;
  const found = await sizesStage(subject, anchor, {
    ...{ sizes: [8, 32, 128], noise: 1e-9 },
    isTrainable: (size) => size !== refused,
  });
  return found.rows.map(({ batchSize }) => batchSize);
}

test("while the best size is at an edge the next one is tuned too, twice at most", async () => {
  assert.deepEqual(await tunedSizes((size) => Math.abs(Math.log(size / 32)) / 10), [8, 32, 128]);
  assert.deepEqual(await tunedSizes((size) => size / 1000), [1, 2, 8, 32, 128]);
  assert.deepEqual(await tunedSizes((size) => 1 / size), [8, 32, 128, 512, 1000]);
  assert.deepEqual(
    await tunedSizes((size) => Math.abs(Math.log(size / 2)) / 10),
    [1, 2, 8, 32, 128],
  );
  assert.deepEqual(await tunedSizes((size) => size / 1000, 1), [2, 8, 32, 128]);
});

test("a step with fewer examples takes no longer than one with more", () => {
  const row = (batchSize: number, microsPerStep: number) => ({
    ...{ batchSize, microsPerStep },
    ...{ low: microsPerStep - 1, high: microsPerStep + 1 },
  });
  const rows = [row(2, 5), row(4, 90), row(8, 6), row(16, 7)];
  assert.deepEqual(
    steadied(rows).map(({ microsPerStep }) => microsPerStep),
    [5, 6, 6, 7],
  );
  for (const { low, microsPerStep, high } of steadied(rows))
    assert.ok(low <= microsPerStep && microsPerStep <= high);
  assert.deepEqual(steadied([row(2, 5), row(4, 6)]), [row(2, 5), row(4, 6)]);
});
