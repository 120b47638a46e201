import assert from "node:assert/strict";
import { test } from "node:test";
import { lowestBy, matching, Rng, type TrainConfig } from "batchwise";
import {
  accuracyLost,
  atRates,
  compromiseRows,
  goodRanges,
  rateExponents,
  rateLaws,
  rateOptima,
} from "batchwise/study";

const overlap = 0.25;
const rates = Array.from({ length: 9 }, (_, i) => 2 ** (i - 4));

/** A map of three batch sizes whose best rate grows like √(batch size), from ½ or 1 at 4 by seed. */
function madeMap(): ReturnType<typeof rowAt>[] {
  return [4, 16, 64].flatMap((batchSize) =>
    [1, 2].flatMap((seed) => rates.map((learningRate) => rowAt(batchSize, seed, learningRate))),
  );
}

function rowAt(batchSize: number, seed: number, learningRate: number) {
  const optimizer = "SGD";
  const best = (seed / 2) * Math.sqrt(batchSize / 4);
  const config: TrainConfig = {
    model: { kind: "linear" },
    optimizer: { kind: "sgd", learningRate },
    batchSize,
    budget: { epochs: 1 },
    seed,
  };
  const validLoss = 1 + Math.abs(Math.log2(learningRate / best)) * (batchSize === 4 ? 3 : 1);
  const stopped = "budget" as const;
  return {
    ...{ optimizer, seed, config, batchSize, batchRows: batchSize, learningRate, validLoss },
    ...{ validAccuracy: 100 - validLoss, stopped, overlap },
  };
}

const place = (row: { seed: number; batchRows: number; learningRate: number }): number[] => [
  row.seed,
  row.batchRows,
  row.learningRate,
];

test("a kept rate is that of the choice, by the square-root rule √ratio times it, of each seed", () => {
  const map = madeMap();
  const tuned = lowestBy(map, { by: ["batchSize", "seed"], value: "validLoss" });
  const of16 = matching(tuned, { batchSize: 16 });
  assert.deepEqual(atRates(map, of16, { by: ["seed"] }).map(place), [
    [1, 4, 1],
    [1, 16, 1],
    [1, 64, 1],
    [2, 4, 2],
    [2, 16, 2],
    [2, 64, 2],
  ]);
  const carried = atRates(map, of16, { by: ["seed"], exponent: 0.5 });
  assert.deepEqual(
    carried.map(place),
    [1, 2].flatMap((seed) => matching(tuned, { seed })).map(place),
  );
  assert.deepEqual(
    atRates(map, of16, { by: ["seed"], exponent: 1 }).map(({ learningRate }) => learningRate),
    [0.25, 1, 4, 0.5, 2, 8],
  );
});

test("several multiples of a rate give a row each, and beyond the grid is its end", () => {
  const map = madeMap();
  const [chosen] = matching(map, { batchSize: 16, seed: 1, learningRate: 8 });
  const factors = [1 / 2, 1, 2, 4];
  const rows = atRates(map, [chosen], { by: ["batchSize", "seed"], factors });
  assert.deepEqual(rows.map(place), [
    [1, 16, 4],
    [1, 16, 8],
    [1, 16, 16],
  ]);
  assert.throws(
    () => atRates(map, [chosen], { by: ["seed"], factors: [1 / 3] }),
    /atRates: the map must have the rate 2.66\d* at batch size 4/,
  );
});

test("the compromise is the rate with the lowest loss at its worst batch size, of each seed", () => {
  // Off by d doublings costs 3 d at a batch of 4 and d elsewhere: at ½ the worst is 64, at 1 it is 4.
  const rows = compromiseRows(madeMap(), { by: ["seed"] });
  assert.deepEqual(rows.map(place), [
    [1, 4, 0.5],
    [1, 16, 0.5],
    [1, 64, 0.5],
    [2, 4, 1],
    [2, 16, 1],
    [2, 64, 1],
  ]);
});

test("a map on which every rate diverges somewhere has no compromise", () => {
  const map = madeMap().map((row) =>
    row.batchSize === 64 ? { ...row, validLoss: Number.POSITIVE_INFINITY } : row,
  );
  assert.throws(() => compromiseRows(map, { by: ["seed"] }), /a rate must converge/);
});

/** Runs at rates 1, 2, 4, … with these validation accuracies; NaN for one that diverged. */
function runs(accuracies: readonly number[]) {
  return accuracies.map((validAccuracy, i) => ({
    optimizer: "SGD",
    learningRate: 2 ** i,
    validAccuracy: Number.isNaN(validAccuracy) ? 99 : validAccuracy,
    stopped: Number.isNaN(validAccuracy) ? ("diverged" as const) : ("budget" as const),
    overlap,
  }));
}

test("the good range goes from the lowest to the highest rate within half a point of the best", () => {
  const [found] = goodRanges(runs([90, 95.5, 95, 96, 95.5, 95.4]), { by: ["optimizer"] });
  assert.deepEqual(found, {
    optimizer: "SGD",
    lowest: 2,
    highest: 16,
    doublings: 3,
    cut: 0,
    overlap,
  });
});

test("the good range is cut at the ends of the grid, and a run that diverged is never good", () => {
  const rangeOf = (accuracies: readonly number[]): unknown => {
    const [{ doublings, cut }] = goodRanges(runs(accuracies), { by: ["optimizer"] });
    return { doublings, cut };
  };
  assert.deepEqual(rangeOf([96, 96, 90]), { doublings: 1, cut: 1 });
  assert.deepEqual(rangeOf([90, 96, 96]), { doublings: 1, cut: 1 });
  assert.deepEqual(rangeOf([90, 96, Number.NaN]), { doublings: 0, cut: 0 });
  assert.throws(() => rangeOf([Number.NaN]), /a run that did not diverge/);
  assert.throws(
    () => goodRanges([...runs([96]), ...runs([96])], { by: ["optimizer"] }),
    /by must leave one run for each rate/,
  );
});

test("what is computed of divisions that overlap says so, and its intervals are wider", () => {
  const options = { rng: Rng.fromSeed(1) };
  const optima = rateOptima(madeMap());
  const apart = rateOptima(madeMap().map((row) => ({ ...row, overlap: 0 })));
  // Two seeds: √(1/2 + 1/4) against √(1/2).
  const width = ({ low, high }: { low: number; high: number }): number => Math.log(high / low);
  assert.ok(Math.abs(width(optima[0]) / width(apart[0]) - Math.sqrt(1.5)) < 1e-6);
  assert.equal(optima[0].overlap, overlap);
  assert.ok(rateExponents(optima, options).every((row) => row.overlap === overlap));
  assert.equal(rateLaws(optima, options)[0].optimizer, "SGD");
  const rows = [90, 97].map((accuracy) => ({ seed: 1, accuracy, overlap }));
  assert.deepEqual(accuracyLost(rows, { by: ["seed"] }), [{ seed: 1, lost: 7, overlap }]);
});
