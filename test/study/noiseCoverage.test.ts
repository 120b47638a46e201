import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { loadDigits, Rng } from "batchwise";
import { gradientNoise, twoBatchNoise } from "batchwise/analysis";
import { proportion } from "batchwise/stats";
import { inGroups, noiseScaleEstimate, noiseSubjects } from "batchwise/study";
import { root } from "../scripts.js";

interface Row {
  readonly trainLoss: number;
  readonly pair: string;
  readonly draws: number;
  readonly intervals: number;
  readonly jackknife: number;
  readonly bootstrapT: number;
}

// Written by scripts/fixtures/noise_coverage.mjs: how many intervals held the exact noise scale.
const { rows } = JSON.parse(
  readFileSync(join(root, "test/fixtures/stats/noiseCoverage.json"), "utf8"),
) as { readonly rows: readonly Row[] };

const total = (value: (row: Row) => number): number =>
  rows.reduce((sum, row) => sum + value(row), 0);

test("the jackknife of the noise scale keeps its level at every loss, and overall", () => {
  assert.equal(rows.length, 3 * 2 * 2);
  for (const { trainLoss, pair, draws, intervals, jackknife } of rows) {
    const { low, high } = proportion(jackknife, intervals, { level: 0.999 });
    assert.ok(low < 0.95 && high > 0.95, `${trainLoss}, ${pair}, ${draws}: ${jackknife}`);
  }
  const { low, high } = proportion(
    total((row) => row.jackknife),
    total((row) => row.intervals),
  );
  assert.ok(low < 0.95 && high > 0.95, `${low} to ${high}`);
});

test("the studentised bootstrap holds no more: hence the jackknife, which draws nothing", () => {
  const more = total((row) => row.bootstrapT) - total((row) => row.jackknife);
  assert.ok(more < 0.005 * total((row) => row.intervals), String(more));
});

test("simulated anew, intervals of few draws hold the exact noise scale as often", async () => {
  const [{ model, train }] = await noiseSubjects(
    loadDigits(),
    { model: { kind: "linear" } },
    { run: { batchSize: 32, learningRate: 0.25 }, reach: 60, losses: [0.5], seeds: [0] },
  );
  const exact = gradientNoise(model, train).noiseScale;
  const rng = Rng.fromSeed(12);
  let held = 0;
  const again = 200;
  for (let i = 0; i < again; i++) {
    const options = { smallBatch: 8, bigBatch: 64, draws: 200, rng: rng.fork(i) };
    const { low, high } = noiseScaleEstimate(twoBatchNoise(model, train, options));
    if (low < exact && exact < high) held++;
  }
  const { low, high } = proportion(held, again, { level: 0.999 });
  assert.ok(low < 0.95 && high > 0.95, `${held} of ${again}`);
});

test("draws in groups are the same draws, without what is left over", () => {
  const draws = [1, 2, 3, 4, 5].map((trace) => ({ gradientSquared: 1, trace }));
  const row = { seed: 0, trainLoss: 1, pair: "8 and 64", exact: 3, draws };
  assert.deepEqual(
    inGroups([row], { draws: 2 }).map((group) => group.draws.map(({ trace }) => trace)),
    [
      [1, 2],
      [3, 4],
    ],
  );
  assert.throws(() => inGroups([row], { draws: 0 }), /draws .*got 0/);
});
