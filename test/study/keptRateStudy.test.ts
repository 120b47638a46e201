import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  ArgumentError,
  changeLosses,
  type KeptRateRow,
  keptRateCosts,
  keptRateStudy,
  loadDigits,
  mean,
  Rng,
  type TrainConfig,
  take,
} from "batchwise";

const few = take(
  loadDigits(),
  Array.from({ length: 240 }, (_, i) => i),
);
const config: TrainConfig = {
  model: { kind: "linear" },
  optimizer: { kind: "adam", learningRate: 0.001 },
  batchSize: 20,
  budget: { epochs: 2 },
  seed: 0,
};
const rng = Rng.fromSeed(0);
const seeds = [0, 1, 2];

describe("keptRateStudy", () => {
  const study = keptRateStudy(few, config, { sizes: [20, 80], seeds, tuningSeeds: [100] });
  const only = async (pattern: Partial<KeptRateRow>): Promise<KeptRateRow[]> =>
    (await study).filter((row) =>
      Object.entries(pattern).every(([key, value]) => Reflect.get(row, key) === value),
    );

  it("runs every seed under every condition and size, with the test read", async () => {
    const rows = await study;
    assert.equal(new Set(rows.map(({ condition }) => condition)).size, 6);
    assert.equal(rows.length, 6 * 2 * seeds.length);
    for (const { accuracy, error } of rows) {
      assert.ok(accuracy >= 0 && accuracy <= 100);
      assert.equal(error, 100 - accuracy);
    }
  });

  it("keeps the written rate, keeps the tuned one, and meets where nothing is changed", async () => {
    for (const { learningRate } of await only({ rate: "written" }))
      assert.equal(learningRate, 0.001);
    for (const budget of ["equal epochs", "equal updates"] as const) {
      const kept = await only({ budget, rate: "kept" });
      assert.equal(new Set(kept.map(({ learningRate }) => learningRate)).size, 1);
      assert.deepEqual(
        (await only({ budget, rate: "kept", examples: 20 })).map(({ testLoss }) => testLoss),
        (await only({ budget, rate: "tuned", examples: 20 })).map(({ testLoss }) => testLoss),
      );
    }
  });

  it("holds the epochs, or the updates of the config's own batch size", async () => {
    const [{ steps }] = await only({ budget: "equal epochs", examples: 20 });
    for (const row of await only({ budget: "equal epochs" })) assert.equal(row.epochs, 2);
    for (const row of await only({ budget: "equal updates" })) assert.equal(row.steps, steps);
  });

  it("gives costs and losses that are mean differences over the seeds", async () => {
    const rows = await study;
    const at = async (rate: KeptRateRow["rate"], examples: number): Promise<number> =>
      mean((await only({ budget: "equal epochs", rate, examples })).map((row) => row.accuracy));
    const { accuracy, written } = keptRateCosts(rows, { some: 80, large: 80, rng });
    const near = (a: number, b: number): void => assert.ok(Math.abs(a - b) < 1e-9, `${a}, ${b}`);
    near(accuracy.estimate, (await at("tuned", 80)) - (await at("kept", 80)));
    near(written.estimate, (await at("tuned", 80)) - (await at("written", 80)));
    const [row] = changeLosses(rows, { from: 20, to: [80], rng });
    const lost = (await at("written", 20)) - (await at("written", 80));
    assert.equal(row.change, "20 → 80");
    assert.ok(row.written.startsWith(`${lost.toFixed(1).replace("-", "−")} (`), row.written);
  });

  it("refuses a budget in steps and sizes without the config's", async () => {
    const options = { sizes: [20, 80], seeds, tuningSeeds: [100] };
    await assert.rejects(keptRateStudy(few, { ...config, budget: { steps: 3 } }, options), {
      message: /budget must be in epochs/,
    });
    await assert.rejects(keptRateStudy(few, { ...config, batchSize: 30 }, options), ArgumentError);
  });
});
