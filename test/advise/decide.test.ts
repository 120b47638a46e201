import assert from "node:assert/strict";
import { test } from "node:test";
import { Rng } from "batchwise";
import { type Compared, decide, morePairs } from "batchwise/advise";
import { finalists } from "batchwise/dist/advise/stages/confirmStage.js";
import { alphaAt } from "batchwise/dist/advise/stages/decide.js";
import { studentT } from "batchwise/dist/stats/studentT.js";
import { array, assert as checkProperty, double, integer, property, record } from "fast-check";

const LOOKS = [6, 12];
const options = { margin: 0.5, alpha: 0.05, overlap: 0, tested: 1000 };
const runs = { numRuns: 60, seed: 1 };

/** Sizes with normal values about their means; what a division does to one it does to all. */
function drawn(
  rng: Rng,
  means: readonly number[],
  { pairs = 20, sd = 0.3 }: { readonly pairs?: number; readonly sd?: number } = {},
): Compared[] {
  const shared = Array.from({ length: pairs }, () => rng.normal());
  return means.map((mean, c) => ({
    batchSize: 8 * 4 ** c,
    cost: 1 / (c + 1),
    values: shared.map((common) => 90 + mean + common + sd * rng.normal()),
  }));
}

const some = record({
  seed: integer({ min: 0, max: 10_000 }),
  means: array(double({ min: -3, max: 3, noNaN: true }), { minLength: 2, maxLength: 4 }),
  margin: double({ min: 0, max: 2, noNaN: true }),
  pairs: integer({ min: 2, max: 20 }),
});

test("what it says follows from its intervals and the margin", async () => {
  await checkProperty(
    property(some, ({ seed, means, margin, pairs }) => {
      const sizes = drawn(Rng.fromSeed(seed), means, { pairs });
      const found = decide(sizes, 8, { ...options, margin, overlap: 0.2 });
      assert.equal(found.contrasts.length, sizes.length - 1);
      const [{ batchSize: best }] = found.contrasts;
      assert.ok(found.equivalent.includes(best));
      const cost = (size: number): number => sizes.find((one) => one.batchSize === size)?.cost ?? 0;
      for (const { against, estimate, low, high, level } of found.contrasts) {
        assert.ok(low <= estimate && estimate <= high);
        assert.ok(level >= 0.95 && level < 1);
        assert.equal(found.equivalent.includes(against), high < margin);
        if (!found.settled) continue;
        if (against === found.batchSize) assert.ok(high < margin && cost(against) < cost(best));
        // What is cheaper than the answer was excluded, what costs more than the best cannot be far ahead.
        if (cost(against) < cost(found.batchSize)) assert.ok(low > 0 && estimate >= margin);
        if (cost(against) >= cost(best)) assert.ok(low > -margin);
      }
    }),
    runs,
  );
});

test("it depends on differences only, not on the order of divisions or sizes", async () => {
  await checkProperty(
    property(some, integer({ min: -50, max: 50 }), ({ seed, means, margin, pairs }, shift) => {
      const sizes = drawn(Rng.fromSeed(seed), means, { pairs });
      const given = { ...options, margin };
      const { settled, batchSize, equivalent } = decide(sizes, 8, given);
      const order = Rng.fromSeed(seed).fork("order").permutation(pairs);
      const moved = sizes.map((size) => ({
        ...size,
        values: [...order].map((i) => size.values[i] + shift),
      }));
      const again = decide(moved.reverse(), 8, given);
      assert.deepEqual([again.settled, again.equivalent], [settled, equivalent]);
      if (settled) assert.equal(again.batchSize, batchSize);
    }),
    runs,
  );
});

test("the cheaper of two that are as good, the better of two that differ, nothing in between", () => {
  const say = (means: readonly number[], best: number): [boolean, number] => {
    const { settled, batchSize } = decide(drawn(Rng.fromSeed(1), means), best, options);
    return [settled, batchSize];
  };
  assert.deepEqual(say([0, 0], 8), [true, 32]);
  assert.deepEqual(say([3, 0], 8), [true, 8]);
  const between = drawn(Rng.fromSeed(1), [0.4, 0], { sd: 2 });
  assert.equal(decide(between, 8, options).settled, false);
  // The best by validation costs least, and a size that costs more is ahead for certain.
  assert.deepEqual(say([3, 0], 32), [true, 8]);
  // Of three the cheapest is excluded, the next is as good.
  assert.deepEqual(say([0, 0, -4], 8), [true, 32]);
});

test("without a difference anywhere the end of the interval is what so many examples cannot rule out", () => {
  const sizes = [8, 32].map((batchSize) => ({
    batchSize,
    cost: 1 / batchSize,
    values: [99, 98, 99],
  }));
  const [few] = decide(sizes, 8, { ...options, tested: 100 }).contrasts;
  assert.ok(Math.abs(few.high - 3) < 0.01);
  assert.equal(decide(sizes, 8, { ...options, tested: 100 }).settled, false);
  assert.deepEqual(
    [decide(sizes, 8, options).settled, decide(sizes, 8, options).batchSize],
    [true, 32],
  );
});

test("the surest of several contrasts gets its part of the error, the others no more than the rest", () => {
  const sizes = drawn(Rng.fromSeed(2), [0, -3, 0.4], { sd: 1 });
  const levels = decide(sizes, 8, options).contrasts.map(({ level }) => level);
  assert.equal(Math.max(...levels), 1 - 0.05 / 2);
  assert.ok(Math.min(...levels) >= 0.95);
  // Where the surest is not decided, no other gets more than it.
  const open = drawn(Rng.fromSeed(2), [0, 0.3, 0.4], { sd: 3 });
  for (const { level } of decide(open, 8, options).contrasts) assert.equal(level, 1 - 0.05 / 2);
});

test("the looks spend 5 % in all", () => {
  const spent = LOOKS.map((_, look) => alphaAt(LOOKS, look));
  assert.ok(Math.abs(spent.reduce((sum, alpha) => sum + alpha, 0) - 0.05) < 1e-12);
  assert.ok(spent.every((alpha) => alpha > 0));
});

test("equal sizes are called different in at most 5 % of trials, over all looks", () => {
  const trials = 120;
  let wrong = 0;
  for (let seed = 0; seed < trials; seed++) {
    const all = drawn(Rng.fromSeed(seed), [0, 0, 0], { sd: 3 });
    const lost = LOOKS.some((pairs, look) => {
      const sizes = all.map((size) => ({ ...size, values: size.values.slice(0, pairs) }));
      const alpha = alphaAt(LOOKS, look);
      const { contrasts } = decide(sizes, 8, { ...options, alpha });
      return contrasts.some(({ low, high }) => low > 0 || high < 0);
    });
    if (lost) wrong++;
  }
  // 5 % of 120 trials are 6; 13 are above it by more than chance (p < .01).
  assert.ok(wrong <= 12, `${wrong} of ${trials}`);
});

test("compared are the best, the cheapest that is not clearly worse, and the one in use; at least two", () => {
  const row = (batchSize: number, cost: number, validLoss: number, validMetric: number) => ({
    ...{ batchSize, cost, validLoss, validMetric, learningRate: 0.1, inside: true },
    ...{ stepsToTarget: null, secondsToTarget: null },
  });
  const given = { margin: 0.5, metric: "accuracy", validating: 1000 } as const;
  const names = (rows: readonly ReturnType<typeof row>[], current: number): number[] =>
    finalists(rows, current, given).all.map(({ batchSize }) => batchSize);
  const rows = [row(8, 3, 0.1, 97), row(32, 2, 0.11, 96.8), row(128, 1, 0.3, 90)];
  assert.deepEqual(names(rows, 8), [8, 32]);
  assert.deepEqual(names(rows, 128), [8, 32, 128]);
  assert.deepEqual(names([row(8, 1, 0.1, 97), row(32, 2, 0.11, 96)], 8), [8, 32]);
  // Without an error anywhere the cheapest is the best.
  assert.deepEqual(names([row(8, 3, 0.1, 100), row(32, 2, 0.2, 100)], 8), [32, 8]);
});

test("as many pairs as it asks for would do, one fewer would not", async () => {
  await checkProperty(
    property(some, ({ seed, means, margin }) => {
      const sizes = drawn(Rng.fromSeed(seed), means, { pairs: 8, sd: 1 });
      const { contrasts, open } = decide(sizes, 8, { ...options, margin });
      for (const { against, more } of open) {
        const contrast = contrasts.find((one) => one.against === against);
        assert.ok(contrast !== undefined && more !== 0);
        const cheaper = against > contrast.batchSize; // As `drawn` has it.
        const { estimate, level, pairs, high, low } = contrast;
        const quantile = (n: number): number => studentT(n - 1).quantile((1 + level) / 2);
        const half = (n: number): number =>
          (((high - low) / 2) * quantile(n) * Math.sqrt(pairs / n)) / quantile(pairs);
        const settled = (n: number): boolean => {
          const [bottom, top] = [estimate - half(n), estimate + half(n)];
          return cheaper
            ? top < margin || (bottom > 0 && estimate >= margin)
            : bottom > -margin || (top < 0 && estimate <= -margin);
        };
        if (more === null) assert.equal(settled(10_000), false);
        else assert.deepEqual([settled(8 + more - 1), settled(8 + more)], [false, true]);
      }
    }),
    runs,
  );
});

test("where divisions overlap by much, no number of them would do", () => {
  const contrast = { batchSize: 8, against: 32, pairs: 8, level: 0.95, overlap: 1 / 3 };
  const given = { ...contrast, estimate: 0.2, low: -0.4, high: 0.8 };
  assert.equal(morePairs(given, 0.5, { cheaper: true }), null);
  assert.ok((morePairs({ ...given, overlap: 0 }, 0.5, { cheaper: true }) ?? 0) > 1);
});
