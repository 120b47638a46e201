import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { type TrainConfig, train, trainEach, trainMany } from "batchwise";
import fc from "fast-check";
import { config, essence, digitSplits as splits } from "./problems.js";

const configs: readonly TrainConfig[] = [
  config,
  { ...config, seed: 6, batchSize: 1, budget: { steps: 90 } },
  { ...config, optimizer: { kind: "sgd", learningRate: 1e30 } },
  { ...config, batchSize: "full", model: { kind: "mlp", hidden: [8], dropout: 0.2 } },
  { ...config, optimizer: { kind: "adam", learningRate: 0.2 }, earlyStopping: { patience: 1 } },
  { ...config, model: { kind: "linear" }, l2: 0.1, weightDecay: 0.1, schedule: { kind: "cosine" } },
  { ...config, model: { kind: "cnn", filters: [2] }, budget: { epochs: 1 } },
  // So many filters that it goes to TensorFlow.
  { ...config, model: { kind: "cnn", filters: [64, 128] }, budget: { steps: 2 } },
];

suite("trainMany", () => {
  test("equals train, member by member, with members that diverge or stop early", async () => {
    const runs = await trainMany(splits, configs);
    assert.deepEqual(
      runs.map((run) => run.config),
      configs,
    );
    for (const [i, run] of runs.entries())
      assert.deepEqual(essence(run), essence(await train(splits, configs[i])));
    assert.equal(runs[2].stopped, "diverged");
    assert.equal(runs[0].stopped, "budget");
  });

  test("does not depend on the number of threads or the company", async () => {
    const member = fc.record({
      seed: fc.nat(9),
      batchSize: fc.constantFrom(7, 32, "full" as const),
      learningRate: fc.constantFrom(0.001, 0.1, 1e30),
    });
    const few = fc.array(member, { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(few, fc.integer({ min: 1, max: 3 }), async (members, threads) => {
        const many = members.map(
          ({ seed, batchSize, learningRate }): TrainConfig => ({
            ...config,
            optimizer: { kind: "momentum", learningRate },
            budget: { steps: 4 },
            batchSize,
            seed,
          }),
        );
        const runs = await trainMany(splits, many, { threads });
        for (const [i, run] of runs.entries())
          assert.deepEqual(essence(run), essence(await train(splits, many[i])));
      }),
      { numRuns: 15 },
    );
  });

  test("of no configs is no runs", async () => {
    assert.deepEqual(await trainMany(splits, []), []);
  });

  test("stops at a signal, every run with its history so far", async () => {
    const controller = new AbortController();
    const endless = [1, 2, 3, 4].map(
      (seed): TrainConfig => ({ ...config, seed, budget: { steps: 1e12 } }),
    );
    const onProgress = (): void => controller.abort();
    const runs = await trainMany(splits, endless, { signal: controller.signal, onProgress });
    assert.deepEqual(
      runs.map((run) => run.stopped),
      endless.map(() => "aborted"),
    );
    assert.ok(runs.every((run) => run.history.length >= 1));
  });

  test("reports progress to its end", async () => {
    const last = { finished: 0, runs: 0, share: 0 };
    await trainMany(splits, configs, { onProgress: (p) => void Object.assign(last, p) });
    assert.deepEqual(last, { finished: configs.length, runs: configs.length, share: 1 });
  });

  test("names the config that cannot be used, before any work", async () => {
    await assert.rejects(trainMany(splits, [config, { ...config, batchSize: 0 }]), {
      name: "ArgumentError",
      message: 'trainMany: configs[1].batchSize must be a positive integer or "full", got 0',
    });
  });
});

suite("trainEach", () => {
  test("gives every run of trainMany once, with its position", async () => {
    const many = await trainMany(splits, configs);
    const seen = new Map<number, unknown>();
    for await (const [position, run] of trainEach(splits, configs, { threads: 2 })) {
      assert.ok(!seen.has(position));
      seen.set(position, essence(run));
    }
    assert.equal(seen.size, configs.length);
    for (const [i, run] of many.entries()) assert.deepEqual(seen.get(i), essence(run));
  });

  test("gives a run before the others are done, and stops them when it is left", async () => {
    const two: TrainConfig[] = [config, { ...config, budget: { steps: 1e12 } }];
    for await (const [position] of trainEach(splits, two, { threads: 2 })) {
      assert.equal(position, 0);
      break;
    }
    const after = await trainMany(splits, [config], { threads: 1 });
    assert.equal(after[0].stopped, "budget");
  });

  test("names the config that cannot be used when it is called", () => {
    assert.throws(() => trainEach(splits, [{ ...config, batchSize: 0 }]), {
      name: "ArgumentError",
      message: 'trainEach: configs[0].batchSize must be a positive integer or "full", got 0',
    });
  });
});
