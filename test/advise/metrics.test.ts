import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import * as tf from "@tensorflow/tfjs-node";
import { loadDigits, Rng, take } from "batchwise";
import { type Advice, adviceText, advise, type Plan, readLayersModel } from "batchwise/advise";
import { parseCsv } from "batchwise/data";

const folder = mkdtempSync(join(tmpdir(), "advise-metrics-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const digits = take(loadDigits(), [...Array(520).keys()]);
const few = take(digits, [...Array(200).keys()]);
const model = { kind: "linear" } as const;
const short = { model, budget: { steps: 60 } } as const;

test("log loss: points of guessing's, less is better, and the sign of a difference says who is ahead", async () => {
  const advice = await advise(digits, { ...short, metric: "logLoss" });
  assert.equal(advice.baseline, 100);
  assert.ok(advice.sizes.length > 0);
  const guess = Math.log(10);
  for (const { validLoss, validMetric } of advice.sizes)
    assert.ok(Math.abs(validMetric / ((100 * validLoss) / guess) - 1) < 0.01);
  // The best by validation loss is ahead of one that is far behind.
  const worst = advice.sizes.reduce((a, b) => (b.validMetric > a.validMetric ? b : a));
  for (const { against, estimate } of advice.contrasts)
    if (against === worst.batchSize) assert.ok(estimate > 0);
  assert.ok(advice.test && advice.test.metric === "logLoss" && advice.test.value < 100);
  assert.match(adviceText(advice), /guessing has log loss 100\.0 % of guessing's/i);
});

test("balanced accuracy is that of validation too, not the plain one", async () => {
  const rng = Rng.fromSeed(2);
  const rows = Array.from({ length: 300 }, (_, i) => {
    const rare = i % 30 === 0;
    return `${rng.normal()},${rng.normal() + (rare ? 0.3 : 0)},${rare ? "rare" : "usual"}`;
  });
  const { data } = parseCsv(`a,b,y\n${rows.join("\n")}\n`, { label: "y" });
  const advice = await advise(data, { ...short, metric: "balancedAccuracy" });
  assert.equal(advice.baseline, 50);
  // All are taken for the usual class: 97 % right, and half right in the mean over classes.
  for (const { validMetric } of advice.sizes) assert.ok(validMetric < 80, `${validMetric}`);
  assert.equal(advice.status, "noSignal", adviceText(advice));
});

test("keeping a rate that is far off costs points, the recommended one nothing", async () => {
  const far = await advise(digits, { ...short, currentRate: 1e-5 });
  assert.ok(far.keeping?.cost && far.keeping.cost.low > 5, JSON.stringify(far.keeping));
  assert.deepEqual([far.keeping.batchSize, far.keeping.learningRate], [32, 1e-5]);
  assert.match(adviceText(far), /Keeping your rate of 0\.00001 at 32 costs \d+\.\d \[/);
  // What is compared besides changes nothing in the answer.
  const plain = await advise(digits, short);
  assert.equal(plain.keeping, null);
  assert.deepEqual(far.tried, plain.tried);
  const anchor = plain.sizes.find(({ batchSize }) => batchSize === 32);
  const same = await advise(digits, { ...short, currentRate: anchor?.learningRate ?? 1 });
  if (same.batchSize === 32) assert.deepEqual(same.keeping?.cost, { estimate: 0, low: 0, high: 0 });
});

test("a memory limit bounds the sizes; what a training holds grows by what each example adds", async () => {
  const free = await advise(digits, short);
  const { memory } = free;
  assert.ok(memory && memory.perExample > 4 * (64 + 10) && memory.limit === null);
  const limit = memory.fixed + 40.5 * memory.perExample;
  const bound = await advise(digits, { ...short, memory: limit });
  assert.ok(bound.sizes.every(({ batchSize }) => batchSize <= 40));
  assert.ok(free.sizes.some(({ batchSize }) => batchSize > 40));
  assert.match(bound.notes.join("\n"), /within the memory asked for, batches hold at most 40 /);
  await assert.rejects(
    advise(digits, { ...short, memory: 1000 }),
    /memory must be at least the \d+ bytes of a training with one example a step, got 1000/,
  );
});

test("every training that was tried is in the advice, and the chosen rate among them", async () => {
  const { tried, sizes }: Advice = await advise(digits, short);
  for (const { batchSize, learningRate, validLoss } of sizes) {
    const own = tried.filter(
      (row) => row.batchSize === batchSize && row.learningRate === learningRate,
    );
    const whole = own.reduce((a, b) => (b.steps > a.steps ? b : a));
    // The anchor's rate has one seed more than other sizes have.
    if (whole.trainings === 2) assert.equal(whole.validLoss, validLoss);
    else assert.deepEqual([batchSize, whole.trainings], [32, 3]);
  }
});

test("a model of tfjs layers: from its folder, weights drawn anew by the seed", async () => {
  const own = tf.sequential();
  own.add(tf.layers.dense({ units: 12, inputShape: [64], activation: "relu" }));
  own.add(tf.layers.dense({ units: 10, activation: "softmax" }));
  await own.save(`file://${folder}/model`);
  own.dispose();
  const spec = await readLayersModel(join(folder, "model"));
  const call = { model: spec, budget: { steps: 10 } } as const;
  const before = tf.memory().numTensors;
  const first = await advise(few, { ...call, folder: join(folder, "a") });
  assert.ok(first.sizes.length >= 3, adviceText(first));
  assert.equal(first.noiseScale, null);
  assert.match(first.notes.join("\n"), /the gradient noise of a model of tfjs layers is not/);
  assert.equal(tf.memory().numTensors, before);
  const again = await advise(few, { model: spec, plan: planIn(join(folder, "a")) });
  assert.deepEqual(again.sizes, first.sizes);
  await assert.rejects(
    readLayersModel(join(folder, "a", "plan.json")),
    /must hold "modelTopology"/,
  );
});

function planIn(own: string): Plan {
  return JSON.parse(readFileSync(join(own, "plan.json"), "utf8"));
}
