import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { type Schedule, type TrainConfig, train } from "batchwise";
import { batchSizeAt, learningRateAt } from "batchwise/dist/nn/config/schedule.js";
import { config, digitSplits as splits } from "./problems.js";

const n = 100;
const base: TrainConfig = {
  ...config,
  optimizer: { kind: "sgd", learningRate: 0.8 },
  batchSize: 10,
  budget: { epochs: 4 },
};

function rates(schedule: Schedule, changes: Partial<TrainConfig> = {}): number[] {
  const tried = { ...base, ...changes, schedule };
  return [0, 10, 20, 30].map((step) => learningRateAt(tried, { step, epoch: step / 10 }, n));
}

suite("schedules", () => {
  test("constant", () => {
    assert.deepEqual(rates({ kind: "constant" }), [0.8, 0.8, 0.8, 0.8]);
  });

  test("steps of epochs or of steps", () => {
    const factor = 0.5;
    assert.deepEqual(
      rates({ kind: "step", every: 2, factor, unit: "epochs" }),
      [0.8, 0.8, 0.4, 0.4],
    );
    assert.deepEqual(
      rates({ kind: "step", every: 10, factor, unit: "steps" }),
      [0.8, 0.4, 0.2, 0.1],
    );
  });

  test("a cosine is whole at the start, half in the middle and ends at its final share", () => {
    const [start, , middle] = rates({ kind: "cosine" });
    assert.equal(start, 0.8);
    assert.ok(Math.abs(middle - 0.4) < 1e-12);
    const end = { step: 40, epoch: 4 };
    const ended = learningRateAt({ ...base, schedule: { kind: "cosine", final: 0.1 } }, end, n);
    assert.ok(Math.abs(ended - 0.08) < 1e-12);
  });

  test("warmup rises to the whole rate; its first step is not lost", () => {
    const warm = { ...base, warmup: { steps: 4 } };
    const at = (step: number): number => learningRateAt(warm, { step, epoch: step / 10 }, n);
    assert.deepEqual([0, 1, 3, 4].map(at), [0.2, 0.4, 0.8, 0.8]);
  });

  test("raising the batch keeps the rate until the batch is everything, then divides it", () => {
    const schedule: Schedule = { kind: "raiseBatch", every: 1, factor: 4 };
    const tried = { ...base, schedule };
    assert.deepEqual(
      [0, 1, 2, 3].map((epoch) => batchSizeAt(tried, epoch, n)),
      [10, 40, 100, 100],
    );
    // Rate over wanted batch size falls by 4 each epoch throughout.
    rates(schedule).forEach((rate, epoch) => {
      const share = rate / batchSizeAt(tried, epoch, n);
      assert.ok(Math.abs(share - 0.08 / 4 ** epoch) < 1e-12);
    });
  });

  test("a run takes its batches from the schedule", async () => {
    const run = await train(splits, {
      ...config,
      batchSize: 15,
      budget: { epochs: 3 },
      schedule: { kind: "raiseBatch", every: 1, factor: 5 },
    });
    assert.deepEqual(
      run.history.map((row) => row.step),
      [0, 10, 12, 13],
    );
  });
});
