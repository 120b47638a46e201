import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { suite, test } from "node:test";
import { type Run, type TrainConfig, train } from "batchwise";
import { streamsOf } from "batchwise/dist/nn/config/streams.js";
import { blobs, config, essence, digitSplits as splits } from "./problems.js";

const dropoutModel = { kind: "mlp", hidden: [12], dropout: 0.3 } as const;

suite("one seed, one run", () => {
  for (const engine of ["wasm", "tensorflow"] as const) {
    const tried: TrainConfig = { ...config, model: dropoutModel };

    test(`twice the same to the bit on ${engine}`, async () => {
      const runs = [await train(splits, tried, { engine }), await train(splits, tried, { engine })];
      assert.deepEqual(essence(runs[0]), essence(runs[1]));
    });

    test(`the same in a fresh process on ${engine}`, async () => {
      const script = `
        import { train } from "batchwise";
        import { digitSplits, essence } from "./build/test/nn/problems.js";
        const run = await train(digitSplits, ${JSON.stringify(tried)}, { engine: "${engine}" });
        console.log(JSON.stringify(essence(run)));`;
      const out = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
      const run = await train(splits, tried, { engine });
      assert.equal(out.trim(), JSON.stringify(essence(run)));
    });
  }

  test("the streams of a seed change one thing each", async () => {
    const seeds = { init: 1, order: 1, dropout: 1 };
    const runOf = (seed: TrainConfig["seed"]): Promise<Run> =>
      train(splits, { ...config, model: dropoutModel, seed });
    const base = await runOf(seeds);
    assert.deepEqual(essence(await runOf(1)), essence(base));
    const start = (run: Run): number => run.history[0].trainLoss;
    const end = (run: Run): number | undefined => run.history.at(-1)?.trainLoss;
    const init = await runOf({ ...seeds, init: 2 });
    assert.notEqual(start(init), start(base));
    for (const changed of [
      await runOf({ ...seeds, order: 2 }),
      await runOf({ ...seeds, dropout: 2 }),
    ]) {
      assert.equal(start(changed), start(base));
      assert.notEqual(end(changed), end(base));
    }
  });
});

suite("history", () => {
  test("a row per epoch, row 0 before training, partial batches counted", async () => {
    const run = await train(splits, { ...config, batchSize: 40, budget: { epochs: 2 } });
    const facts = run.history.map(({ epoch, step, examples }) => ({ epoch, step, examples }));
    assert.deepEqual(facts, [
      { epoch: 0, step: 0, examples: 0 },
      { epoch: 1, step: 4, examples: 150 },
      { epoch: 2, step: 8, examples: 300 },
    ]);
    assert.equal(run.stopped, "budget");
    assert.ok(run.history.every((row) => Object.values(row).every(Number.isFinite)));
  });

  test("a budget in steps ends within an epoch, with a row at the end", async () => {
    const run = await train(splits, {
      ...config,
      budget: { steps: 7 },
      evaluateEvery: { steps: 3 },
    });
    assert.deepEqual(
      run.history.map((row) => row.step),
      [0, 3, 6, 7],
    );
  });

  test("its losses and accuracies are those of the model", async () => {
    const run = await train(splits, config);
    const last = run.history.at(-1);
    const measured = await run.model.evaluate(splits.valid);
    assert.equal(measured.accuracy, last?.validAccuracy);
    assert.ok(Math.abs(measured.loss - (last?.validLoss ?? 0)) < 1e-6);
  });

  test("the gradient norm of row 0 is that of the first step", async () => {
    const first = await train(splits, { ...config, budget: { steps: 1 } });
    assert.equal(first.history[0].gradientNorm, first.history[1].gradientNorm);
    const clipped = await train(splits, { ...config, budget: { steps: 1 }, clipNorm: 1e-3 });
    assert.equal(clipped.history[0].gradientNorm, first.history[0].gradientNorm);
  });

  test("a partial batch is averaged over its own size", async () => {
    const data = blobs(5, 4, 2, 3);
    const linear: TrainConfig = {
      ...config,
      model: { kind: "linear" },
      optimizer: { kind: "sgd", learningRate: 0.5 },
      batchSize: 4,
      budget: { epochs: 1 },
    };
    const both = { train: data, valid: data };
    const whole = await train(both, linear);
    const before = await train(both, { ...linear, budget: { steps: 1 } });
    const last = streamsOf(linear.seed).order.fork(0).permutation(5)[4];
    const logits = (await before.model.logits(data.x)).subarray(2 * last, 2 * last + 2);
    const odds = Math.exp(logits[1] - logits[0]);
    const slope = 1 / (1 + odds) - (data.y[last] === 0 ? 1 : 0);
    const moved = whole.model.weights[1].values[0] - before.model.weights[1].values[0];
    assert.ok(Math.abs(moved + 0.5 * slope) < 1e-6, `moved ${moved}, slope ${slope}`);
  });
});

suite("batch size", () => {
  test("more than the examples means all of them, and the run says so", async () => {
    const run = await train(splits, { ...config, batchSize: 1000 });
    assert.equal(run.batchSize, 150);
    assert.equal(run.notes.length, 1);
    const full = await train(splits, { ...config, batchSize: "full" });
    assert.equal(full.notes.length, 0);
    assert.deepEqual({ ...(essence(run) as object), notes: [] }, essence(full));
  });
});

suite("ends", () => {
  const wild: TrainConfig = {
    ...config,
    model: { kind: "mlp", hidden: [12, 12] },
    optimizer: { kind: "sgd", learningRate: 1e12 },
    // No evaluation on the way: the step itself must notice.
    budget: { epochs: 50 },
    evaluateEvery: { epochs: 50 },
  };

  for (const engine of ["wasm", "tensorflow"] as const)
    test(`divergence is a result with finite history on ${engine}`, async () => {
      const run = await train(splits, wild, { engine });
      assert.equal(run.stopped, "diverged");
      assert.ok(run.divergedAt !== undefined && run.divergedAt > 1 && run.divergedAt < 15);
      assert.ok(run.history.every((row) => Object.values(row).every(Number.isFinite)));
      const logits = await run.model.logits(splits.valid.x);
      assert.ok(logits.every(Number.isFinite), "the model is that of the last row");
    });

  test("early stopping waits for its patience and keeps the best row's model", async () => {
    const overfitting: TrainConfig = {
      ...config,
      optimizer: { kind: "adam", learningRate: 0.1 },
      budget: { epochs: 200 },
      earlyStopping: { patience: 4 },
    };
    const run = await train(splits, overfitting);
    assert.equal(run.stopped, "earlyStopping");
    const losses = run.history.map((row) => row.validLoss);
    const best = losses.indexOf(Math.min(...losses));
    assert.equal(losses.length - 1 - best, 4);
    const kept = await run.model.evaluate(splits.valid);
    assert.ok(Math.abs(kept.loss - losses[best]) < 1e-6);
    const last = await train(splits, {
      ...overfitting,
      earlyStopping: { patience: 4, restoreBest: false },
    });
    const measured = await last.model.evaluate(splits.valid);
    assert.ok(Math.abs(measured.loss - losses[losses.length - 1]) < 1e-6);
  });

  test("a signal ends the run with its history so far", async () => {
    const controller = new AbortController();
    const endless: TrainConfig = { ...config, budget: { steps: 1e12 } };
    const run = await train(splits, endless, {
      signal: controller.signal,
      onProgress: ({ row }) => {
        if (row.epoch >= 2) controller.abort();
      },
    });
    assert.equal(run.stopped, "aborted");
    assert.ok(run.history.length >= 3);
    const refused = await train(splits, endless, { signal: AbortSignal.abort() });
    assert.equal(refused.stopped, "aborted");
    assert.equal(refused.history.length, 1);
  });

  test("progress comes while a run goes on, with a growing share", async () => {
    const shares: number[] = [];
    const onProgress = ({ share }: { share: number }): void => void shares.push(share);
    await train(splits, { ...config, budget: { epochs: 5 } }, { onProgress });
    assert.ok(shares.length >= 4);
    assert.ok(shares.every((share, i) => i === 0 || share >= shares[i - 1]));
  });
});
