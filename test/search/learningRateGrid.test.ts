import assert from "node:assert/strict";
import { test } from "node:test";
import { Rng, tuneLearningRate } from "batchwise";
import { asyncProperty, assert as checkProperty, integer } from "fast-check";

// Spread evenly: doubles would crowd about 0.
const hundredths = integer({ min: -900, max: 500 }).map((hundred) => hundred / 100);

/** A loss whose logarithmic optimum is known; above 8 × the optimum training diverges. */
const valley =
  (optimum: number) =>
  (rate: number): number =>
    rate > 8 * optimum ? Infinity : 0.2 + 0.05 * Math.log2(rate / optimum) ** 2;

function recording(loss: (rate: number) => number) {
  const rounds: (readonly number[])[] = [];
  const score = async (rates: readonly number[]): Promise<number[]> => {
    rounds.push(rates);
    return rates.map(loss);
  };
  return { rounds, score };
}

test("the optimum is found from any start, inside the grid, and refined to the exact one", async () => {
  await checkProperty(
    asyncProperty(hundredths, hundredths, async (optimum, start) => {
      const { score, rounds } = recording(valley(2 ** optimum));
      const tuned = await tuneLearningRate({ start: 2 ** start, score });
      assert.equal(tuned.stopped, "inside");
      assert.equal(tuned.inside, true);
      assert.ok(Math.abs(Math.log2(tuned.best.learningRate) - optimum) <= 0.5 + 1e-9);
      assert.ok(Math.abs(Math.log2(tuned.refined.learningRate) - optimum) < 1e-6);
      const asked = rounds.flat();
      assert.equal(new Set(asked).size, asked.length, "no rate is scored twice");
      assert.equal(asked.length, tuned.rows.length);
      assert.ok(
        asked.length <= 5 + 2 * Math.ceil(Math.abs(optimum - start) / 2),
        "no more than needed",
      );
      const ratios = tuned.rows.slice(1).map((r, i) => r.learningRate / tuned.rows[i].learningRate);
      assert.ok(
        ratios.every((ratio) => Math.abs(ratio - 2) < 1e-9),
        "the grid has no holes",
      );
    }),
    { numRuns: 50, seed: 1 },
  );
});

test("the first round asks for all its rates at once, centred on the start", async () => {
  const { score, rounds } = recording(valley(1));
  await tuneLearningRate({ start: 1, factor: 4, minPoints: 5, score });
  assert.deepEqual(rounds, [[1 / 16, 1 / 4, 1, 4, 16]]);
});

test("at a limit the search stops and says so", async () => {
  const { score, rounds } = recording(valley(64));
  const tuned = await tuneLearningRate({ start: 0.1, factor: 10, limits: [1e-3, 1], score });
  assert.equal(tuned.stopped, "limit");
  assert.equal(tuned.inside, false);
  assert.ok(Math.abs(tuned.best.learningRate - 1) < 1e-12);
  assert.equal(tuned.refined.learningRate, tuned.best.learningRate);
  assert.ok(rounds.flat().every((rate) => rate > 0.99e-3 && rate < 1.01));
});

test("when everything diverges it goes down to the limit and says so; NaN counts as diverged", async () => {
  const { score, rounds } = recording(() => Number.NaN);
  const tuned = await tuneLearningRate({ start: 1, limits: [1 / 64, 100], score });
  assert.equal(tuned.stopped, "diverged");
  assert.equal(tuned.best.score, Infinity);
  assert.equal(tuned.best.learningRate, 1 / 64);
  assert.equal(Math.max(...rounds.flat()), 4);
});

test("a rate at which one seed of many diverges does not win", async () => {
  const tuned = await tuneLearningRate({
    start: 1,
    score: async (rates) => rates.map((r) => [valley(1)(r), r === 1 ? Infinity : valley(1)(r)]),
  });
  assert.notEqual(tuned.best.learningRate, 1);
  assert.equal(tuned.rows.find((r) => r.learningRate === 1)?.score, Infinity);
});

test("with seeds the refined optimum has an interval, which holds it and widens with the noise", async () => {
  const noisy = async (noise: number) => {
    const draw = Rng.fromSeed(3);
    const shifts = Array.from({ length: 12 }, () => noise * draw.normal());
    return await tuneLearningRate({
      start: 0.1,
      rng: Rng.fromSeed(1),
      score: async (rates) => rates.map((r) => shifts.map((shift) => valley(2 ** shift)(r))),
    });
  };
  const { refined } = await noisy(0.5);
  const calm = (await noisy(0.05)).refined;
  const width = ({ low = 0, high = 0 }): number => Math.log(high / low);
  assert.ok(refined.low !== undefined && refined.high !== undefined);
  assert.ok(refined.low < refined.learningRate && refined.learningRate < refined.high);
  assert.ok(width(refined) > 4 * width(calm), `${width(refined)} and ${width(calm)}`);
  const alone = await tuneLearningRate({ start: 1, rng: Rng.fromSeed(1), ...recording(valley(1)) });
  assert.equal("low" in alone.refined, false);
});

test("impossible searches and wrong scores are refused", async () => {
  const { score } = recording(valley(1));
  const refused: [Parameters<typeof tuneLearningRate>[0], RegExp][] = [
    [{ start: 0, score }, /start must be a number from/],
    [{ start: 5, score, limits: [0.1, 1] }, /start must be a number from 0.1 to 1, got 5/],
    [{ start: 1, score, factor: 1 }, /factor must be a number from 1.01/],
    [{ start: 1, score, minPoints: 2 }, /minPoints must be a number from 3/],
    [{ start: 1, score: async () => [1] }, /one entry for each of 5 rates, got 1/],
    [
      { start: 1, score: async (rates) => rates.map((r) => (r === 1 ? [1, 2] : [1])) },
      /same number of seeds, 1, got 2/,
    ],
  ];
  for (const [options, message] of refused)
    await assert.rejects(tuneLearningRate(options), { name: "ArgumentError", message });
});
