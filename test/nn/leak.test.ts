import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type TrainConfig, train, trainMany } from "batchwise";
import { loadBinding } from "batchwise/dist/nn/device/tensorflow/binding.js";
import { config, digitSplits as splits } from "./problems.js";

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

const MEGABYTE = 2 ** 20;
const long: TrainConfig = { ...config, batchSize: 4, evaluateEvery: { epochs: 100 } };
const short: TrainConfig = { ...config, batchSize: 16, budget: { epochs: 1 } };

function residentMegabytes(): number {
  collect();
  return process.memoryUsage.rss() / MEGABYTE;
}

/** Fails if work leaves more than 20 MB behind, once a tenth of it has warmed the process up. */
async function staysPut(work: (share: number) => Promise<unknown>): Promise<void> {
  await work(0.1);
  const before = residentMegabytes();
  await work(1);
  const growth = residentMegabytes() - before;
  assert.ok(growth < 20, `grew by ${growth.toFixed(1)} MB`);
}

suite("memory stays where it was", () => {
  test("over 100,000 steps", async () => {
    await staysPut((share) => train(splits, { ...long, budget: { steps: 100_000 * share } }));
  });

  test("over 1,000 runs", async () => {
    const runOf = (_: unknown, seed: number): TrainConfig => ({ ...short, seed });
    await staysPut((share) => trainMany(splits, Array.from({ length: 1000 * share }, runOf)));
  });

  test("over runs on TensorFlow, which frees every tensor", async () => {
    const binding = await loadBinding();
    const tensors = binding.getNumOfTensors();
    await staysPut(async (share) => {
      for (let seed = 0; seed < 20 * share; seed++)
        await train(
          splits,
          { ...short, seed, clipNorm: 1, l1: 1e-4, weightDecay: 1e-3 },
          { engine: "tensorflow" },
        );
    });
    const wild: TrainConfig = { ...short, optimizer: { kind: "sgd", learningRate: 1e30 } };
    await train(splits, wild, { engine: "tensorflow" });
    const cnn: TrainConfig = { ...short, model: { kind: "cnn", filters: [2] } };
    const run = await train(splits, cnn, { engine: "tensorflow" });
    await run.model.evaluate(splits.valid);
    assert.equal(binding.getNumOfTensors(), tensors);
  });
});
