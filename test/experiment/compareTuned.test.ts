import assert from "node:assert/strict";
import { test } from "node:test";
import { compareTuned, cross, loadDigits, runTrials, type TrainConfig, tune } from "batchwise";
import { together } from "batchwise/dist/experiment/together.js";

const data = loadDigits();
const base: TrainConfig = {
  model: { kind: "linear" },
  optimizer: { kind: "sgd", learningRate: 1 },
  batchSize: 64,
  budget: { epochs: 2 },
  seed: 0,
};

test("each repeat gets the rate that its own validation part chooses, and the test accuracy of that run", async () => {
  const candidates = cross(base, { batchSize: [16, 512], name: { small: {} } });
  const seeds = [3, 4, 5];
  const rows = await compareTuned(data, candidates, { seeds, minPoints: 3 });
  assert.equal(rows.length, 6);
  for (const [i, row] of rows.entries()) {
    const [candidate, seed] = [candidates[Math.floor(i / 3)], seeds[i % 3]];
    assert.deepEqual([row.batchSize, row.name, row.seed], [candidate.batchSize, "small", seed]);
    // The tuning of this candidate on this one seed, and the run at its rate, by the parts of the protocol.
    const [alone] = await tune(data, [candidate], { seeds: [seed], minPoints: 3 });
    assert.equal(row.learningRate, alone.learningRate);
    const [run] = await runTrials(data, [{ seed, config: row.config }], { readTest: true });
    assert.equal(row.accuracy, run.accuracy);
    assert.equal(row.validLoss, alone.validLoss);
  }
  const [small, large] = [rows.slice(0, 3), rows.slice(3)];
  assert.ok(small[0].learningRate < large[0].learningRate);
});

test("a repeat in which every rate diverges has its row, with validation loss Infinity", async () => {
  const wild = cross({ ...base, loss: { kind: "meanSquaredError" } }, { learningRate: [900] });
  const far = { ...data, x: data.x.map((value) => 1e18 * value) };
  const rows = await compareTuned(far, wild, { seeds: [0], minPoints: 3 });
  assert.deepEqual(
    rows.map(({ stopped, validLoss }) => [stopped, validLoss]),
    [["diverged", Number.POSITIVE_INFINITY]],
  );
});

test("rounds hold the jobs of all callers that are there, and each gets the outputs of its own", async () => {
  const rounds: number[][] = [];
  const shared = together(3, async (jobs: readonly number[]) => {
    rounds.push([...jobs]);
    return jobs.map((job) => 10 * job);
  });
  const caller = async (first: number, times: number): Promise<number[]> => {
    const got: number[] = [];
    for (let i = 0; i < times; i++) got.push(...(await shared.all([first + i, first + i + 50])));
    shared.leave();
    return got;
  };
  const outputs = await Promise.all([caller(1, 1), caller(2, 3), caller(3, 2)]);
  assert.deepEqual(outputs, [
    [10, 510],
    [20, 520, 30, 530, 40, 540],
    [30, 530, 40, 540],
  ]);
  assert.deepEqual(rounds, [
    [1, 51, 2, 52, 3, 53],
    [3, 53, 4, 54],
    [4, 54],
  ]);
});

test("what fails a round fails every caller in it", async () => {
  const shared = together(2, async (): Promise<number[]> => {
    throw new Error("no threads");
  });
  const asked = [shared.all([1]), shared.all([2])];
  for (const one of asked) await assert.rejects(one, /no threads/);
});
