import assert from "node:assert/strict";
import { test } from "node:test";
import { gridSearch, Rng, tuneLearningRate, uniform } from "batchwise";
import { lowestIndex, parabolaOptimum } from "batchwise/dist/search/parabola.js";
import {
  array,
  asyncProperty,
  assert as checkProperty,
  constantFrom,
  integer,
  property,
} from "fast-check";

const runs = { numRuns: 100, seed: 1 };

/** A search over scores by the number of factors of two above the start, with what it asked for. */
async function tuned(score: (k: number) => number, start = 0.1) {
  const asked: number[] = [];
  const result = await tuneLearningRate({
    start,
    score: async (rates) => {
      asked.push(...rates);
      return rates.map((rate) => score(Math.round(Math.log2(rate / start))));
    },
  });
  return { ...result, asked, k: Math.log2(result.best.learningRate / start) };
}

test("scores that are all equal leave the rate at the start, with no more rates than the first round's", async () => {
  for (const value of [0, 0.3, 1e9, -2])
    for (const noise of [0, 1e-17, -1e-17]) {
      const found = await tuned((k) => value + k * noise);
      assert.deepEqual(
        [found.k, found.asked.length, found.stopped, found.inside],
        [0, 5, "inside", true],
      );
      assert.equal(found.refined.learningRate, 0.1);
    }
});

test("of rates that tie for the best the middle one is taken, of two such runs that nearer to the start", async () => {
  const cases: readonly (readonly [scores: readonly number[], k: number])[] = [
    [[3, 1, 1, 1, 2], 0],
    [[1, 1, 1, 2, 3], -1],
    [[3, 2, 1, 1, 1], 1],
    [[3, 2, 2, 1, 1], 1],
    [[1, 1, 1, 1, 2], 0],
    [[1, 2, 2, 1, 3], 1],
    [[1, 1, Infinity, Infinity, Infinity], -1],
    [[Number.NaN, 1, 1, 1, Number.NaN], 0],
  ];
  for (const [scores, k] of cases) {
    const found = await tuned((at) => scores[at + 2]);
    assert.equal(found.k, k, `${scores}`);
    assert.equal(found.asked.length, 5, `${scores}`);
  }
});

test("scores that fall to the edge still widen the grid, and a plateau there ends it", async () => {
  const falling = await tuned((k) => -k);
  assert.deepEqual([falling.stopped, falling.inside], ["limit", false]);
  assert.ok(falling.best.learningRate > 500);
  const level = await tuned((k) => Math.max(0, 3 - k));
  assert.deepEqual([level.stopped, level.k], ["inside", 3]);
  assert.ok(Math.max(...level.asked) <= 0.1 * 2 ** 4 * (1 + 1e-9));
});

test("a shift of all scores, and noise below their digits, leave the choice and its refinement in place", async () => {
  const scores = array(integer({ min: 0, max: 4 }), { minLength: 40, maxLength: 40 });
  await checkProperty(
    asyncProperty(scores, constantFrom(0, 5, -3, 1000), integer(), async (steps, shift, seed) => {
      const noise = Rng.fromSeed(Math.abs(seed));
      const plain = await tuned((k) => steps[k + 20]);
      const moved = await tuned((k) => steps[k + 20] + shift + 1e-17 * noise.normal());
      assert.equal(moved.k, plain.k);
      const ratio = moved.refined.learningRate / plain.refined.learningRate;
      assert.ok(Math.abs(Math.log2(ratio)) < 1e-6, `refined off by ${ratio}`);
    }),
    runs,
  );
});

test("the middle of what ties mirrors with the scores, and none is lower", async () => {
  await checkProperty(
    property(array(integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 9 }), (scores) => {
      const b = lowestIndex(scores);
      assert.equal(scores[b], Math.min(...scores));
      const mirrored = scores.length - 1 - lowestIndex(scores.toReversed());
      assert.equal(scores[mirrored], scores[b]);
      const rates = scores.map((_, i) => 2 ** i);
      const optimum = Math.log2(parabolaOptimum(rates, scores));
      assert.ok(Math.abs(optimum - b) <= 0.5 + 1e-12);
    }),
    runs,
  );
  assert.equal(lowestIndex([Number.NaN, 3, 2, Number.NaN]), 2);
  assert.equal(lowestIndex([Infinity, Infinity, Infinity]), 1);
});

test("seeds that tie give an interval about the start, and a search says how many trials tie", async () => {
  const { refined } = await tuneLearningRate({
    start: 1,
    rng: Rng.fromSeed(1),
    score: async (rates) => rates.map(() => [0.5, 0.5, 0.7]),
  });
  assert.deepEqual([refined.low, refined.learningRate, refined.high], [1, 1, 1]);
  const flat = await gridSearch({ x: uniform(0, 1) }, async (asks) => asks.map(() => 2), {
    points: 4,
  });
  assert.deepEqual([flat.best.id, flat.tied], [0, 4]);
  const bent = await gridSearch(
    { x: uniform(0, 1) },
    async (asks) => asks.map(({ config }) => config.x),
    { points: 4 },
  );
  assert.equal(bent.tied, undefined);
});
