import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError, Rng } from "batchwise";
import { assert as checkProperty, integer, property } from "fast-check";

const draws = (rng: Rng, n: number): number[] => Array.from({ length: n }, () => rng.uniform());
const mean = (values: readonly number[]): number =>
  values.reduce((sum, v) => sum + v, 0) / values.length;

test("the same seed gives the same stream, another seed another one", () => {
  assert.deepEqual(draws(Rng.fromSeed(7), 50), draws(Rng.fromSeed(7), 50));
  assert.notDeepEqual(draws(Rng.fromSeed(7), 50), draws(Rng.fromSeed(8), 50));
});

test("the stream of a seed is fixed for ever: first draws of seed 0", () => {
  const rng = Rng.fromSeed(0);
  assert.deepEqual([rng.uint32(), rng.uint32(), rng.uint32()], FIRST_OF_SEED_0);
});

test("a stream that is lent goes on from the state that it gets back", () => {
  const [rng, same, other] = [Rng.fromSeed(3), Rng.fromSeed(3), Rng.fromSeed(4)];
  const state = new Int32Array(4);
  rng.lend(state, () => {});
  assert.deepEqual(draws(rng, 5), draws(same, 5));
  other.lend(state, () => {});
  const [...words] = state;
  rng.lend(state, () => state.set(words));
  assert.deepEqual(draws(rng, 5), draws(other, 5));
});

test("a fork depends on its name alone, not on what was drawn before", () => {
  const fresh = Rng.fromSeed(1);
  const used = Rng.fromSeed(1);
  draws(used, 1000);
  assert.deepEqual(draws(fresh.fork("order"), 20), draws(used.fork("order"), 20));
  assert.notDeepEqual(draws(fresh.fork("order"), 20), draws(fresh.fork("init"), 20));
  assert.notDeepEqual(draws(fresh.fork("a/b"), 5), draws(fresh.fork("a").fork("b"), 5));
});

test("forks are uncorrelated with each other and with their parent", () => {
  const n = 20_000;
  const root = Rng.fromSeed(3);
  const streams = [root, root.fork("init"), root.fork("order"), Rng.fromSeed(4)].map((rng) =>
    draws(rng, n),
  );
  for (const [i, a] of streams.entries())
    for (const b of streams.slice(i + 1)) {
      const covariance = mean(a.map((v, k) => (v - 0.5) * (b[k] - 0.5)));
      assert.ok(Math.abs(12 * covariance) < 4 / Math.sqrt(n), `correlation ${12 * covariance}`);
    }
});

test("uniform has the moments of the uniform, normal those of the normal distribution", () => {
  const n = 50_000;
  const rng = Rng.fromSeed(5);
  const u = draws(rng, n);
  assert.ok(Math.abs(mean(u) - 1 / 2) < 4 * Math.sqrt(1 / 12 / n));
  assert.ok(Math.abs(mean(u.map((v) => v * v)) - 1 / 3) < 4 * Math.sqrt(4 / 45 / n));
  const z = Array.from({ length: n }, () => rng.normal());
  assert.ok(Math.abs(mean(z)) < 4 / Math.sqrt(n));
  assert.ok(Math.abs(mean(z.map((v) => v ** 2)) - 1) < 4 * Math.sqrt(2 / n));
  assert.ok(Math.abs(mean(z.map((v) => v ** 4)) - 3) < 4 * Math.sqrt(96 / n));
});

test("integer(n) stays below n and reaches every value", async () => {
  await checkProperty(
    property(integer({ min: 1, max: 12 }), integer({ min: 0, max: 1000 }), (n, seed) => {
      const rng = Rng.fromSeed(seed);
      const seen = new Set(Array.from({ length: 40 * n }, () => rng.integer(n)));
      assert.equal(seen.size, n);
      assert.ok(Math.min(...seen) === 0 && Math.max(...seen) === n - 1);
    }),
    { numRuns: 30, seed: 1 },
  );
});

test("a shuffle is a permutation, and every order of three comes equally often", async () => {
  await checkProperty(
    property(integer({ min: 1, max: 200 }), (n) => {
      const order = Rng.fromSeed(n).permutation(n);
      assert.deepEqual(
        [...order].sort((a, b) => a - b),
        Array.from({ length: n }, (_, i) => i),
      );
    }),
    { numRuns: 30, seed: 1 },
  );
  const rng = Rng.fromSeed(9);
  const counts = new Map<string, number>();
  const n = 6000;
  for (let i = 0; i < n; i++) {
    const key = rng.permutation(3).join("");
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const chiSquare = [...counts.values()].reduce((sum, c) => sum + (c - n / 6) ** 2 / (n / 6), 0);
  assert.equal(counts.size, 6);
  assert.ok(chiSquare < 20.5, `chi-square ${chiSquare} with 5 degrees of freedom`);
});

test("a seed that is no integer from 0 is refused", () => {
  for (const seed of [-1, 0.5, Number.NaN, 2 ** 53])
    assert.throws(() => Rng.fromSeed(seed), {
      name: "ArgumentError",
      message: /^Rng\.fromSeed: seed must be .*, got /,
    });
  assert.throws(() => Rng.fromSeed(1).integer(0), ArgumentError);
});

const FIRST_OF_SEED_0 = [2983998060, 1919884102, 353499311];
