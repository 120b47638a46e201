import assert from "node:assert/strict";
import { test } from "node:test";
import { hyperband, medianPruning, Rng, randomSearch, successiveHalving, uniform } from "batchwise";
import { Standing } from "batchwise/dist/search/medianPruning.js";
import { type Ask, type Evaluate, hyperbandBrackets } from "batchwise/search";
import { asyncProperty, assert as check, constantFrom, integer, property } from "fast-check";

const box = { x: uniform(-1, 1), y: uniform(-1, 1) };
type Point = { readonly x: number; readonly y: number };

/** Distance from (0.3, −0.2), squared, which the resource does not change. */
const quadratic = ({ config: { x, y } }: Ask<Point>): number => (x - 0.3) ** 2 + (y + 0.2) ** 2;
const each =
  <C>(score: (ask: Ask<C>) => number): Evaluate<C> =>
  async (asks) =>
    asks.map(score);

test("Hyperband's brackets are those of Li et al. 2018, Table 1 (R = 81, eta = 3)", () => {
  const table = hyperbandBrackets({ maxResource: 81, eta: 3 }).map((rungs) =>
    rungs.map(({ trials, resource }) => [trials, resource]),
  );
  assert.deepEqual(table, [
    [
      [81, 1],
      [27, 3],
      [9, 9],
      [3, 27],
      [1, 81],
    ],
    [
      [34, 3],
      [11, 9],
      [3, 27],
      [1, 81],
    ],
    [
      [15, 9],
      [5, 27],
      [1, 81],
    ],
    [
      [8, 27],
      [2, 81],
    ],
    [[5, 81]],
  ]); // prettier-ignore
});

test("every bracket spends at most about (s_max + 1) · R, and ends at R", async () => {
  await check(
    property(integer({ min: 1, max: 300 }), constantFrom(2, 3, 4), (maxResource, eta) => {
      const brackets = hyperbandBrackets({ maxResource, eta });
      for (const rungs of brackets) {
        const budget = brackets.length * maxResource;
        const spent = rungs.reduce((sum, { trials, resource }) => sum + trials * resource, 0);
        // Rounding up the first rung adds less than one config per rung; rounding resources at most half a unit each.
        const slack = rungs.reduce((sum, { trials, resource }) => sum + resource + trials / 2, 0);
        assert.ok(spent <= budget + slack, `${spent} of ${budget}`);
        assert.equal(rungs.at(-1)?.resource, maxResource);
        for (const [i, rung] of rungs.slice(1).entries()) {
          assert.ok(rung.resource >= rungs[i].resource);
          assert.equal(rung.trials, Math.max(1, Math.floor(rungs[0].trials / eta ** (i + 1))));
        }
      }
    }),
    { numRuns: 100, seed: 1 },
  );
});

test("when rankings are stable, halving and Hyperband keep the best arm at every rung", async () => {
  await check(
    asyncProperty(
      integer({ min: 0, max: 1000 }),
      integer({ min: 1, max: 60 }),
      async (seed, trials) => {
        const stable = ({ config, ...ask }: Ask<Point>): number =>
          quadratic({ config, ...ask }) + 5 / ask.resource;
        const halved = await successiveHalving(box, each(stable), {
          seed,
          trials,
          maxResource: 27,
        });
        const first = halved.trials.slice(0, trials);
        const bestAtStart = Math.min(...first.map(({ score }) => score));
        assert.equal(first[halved.best.id].score, bestAtStart);
        assert.equal(halved.best.resource, 27);
        const banded = await hyperband(box, each(stable), { seed, maxResource: 9 });
        assert.equal(banded.best.resource, 9);
        const finals = banded.trials.filter(({ resource }) => resource === 9);
        assert.equal(banded.best.score, Math.min(...finals.map(({ score }) => score)));
      },
    ),
    { numRuns: 15, seed: 1 },
  );
});

test("halving asks each rung for the best of the one before, and counts what it spends", async () => {
  const asked: (readonly Ask<Point>[])[] = [];
  const evaluate: Evaluate<Point> = async (asks) => {
    asked.push(asks);
    return asks.map(quadratic);
  };
  const { spent, last } = await successiveHalving(box, evaluate, {
    seed: 2,
    trials: 27,
    maxResource: 9,
    eta: 3,
  });
  assert.deepEqual(
    asked.map((asks) => [asks.length, asks[0].resource]),
    [
      [27, 1],
      [9, 3],
      [3, 9],
    ],
  ); // prettier-ignore
  assert.equal(spent, 18 * 1 + 6 * 3 + 3 * 9);
  assert.equal(last.length, 27);
  for (const [i, asks] of asked.slice(1).entries()) {
    const scores = asked[i].map(quadratic).sort((a, b) => a - b);
    assert.deepEqual(asks.map(quadratic), scores.slice(0, asks.length));
  }
});

test("the best is a trial with the whole resource, though one with less may score lower", async () => {
  const rising = each<Point>((ask) => quadratic(ask) + ask.resource);
  const { best } = await successiveHalving(box, rising, { seed: 1, trials: 9, maxResource: 9 });
  assert.equal(best.resource, 9);
  const failingAtLast = each<Point>((ask) => (ask.resource === 9 ? Infinity : quadratic(ask)));
  const other = await successiveHalving(box, failingAtLast, { seed: 1, trials: 9, maxResource: 9 });
  assert.equal(other.best.resource, 3);
});

test("a failed config does not go up a rung, even where there is room", async () => {
  const mostFail = each<Point>(({ id }) => (id < 20 ? Infinity : id));
  const { trials } = await successiveHalving(box, mostFail, {
    seed: 1,
    trials: 22,
    maxResource: 9,
  });
  assert.deepEqual(
    trials.slice(22).map(({ id, resource }) => [id, resource]),
    [
      [20, 3],
      [21, 3],
      [20, 9],
      [21, 9],
    ],
  ); // prettier-ignore
});

test("median rule: the worse half goes, the better half stays, nobody before enough have come", async () => {
  await check(
    property(integer({ min: 1, max: 30 }), integer({ min: 0, max: 99 }), (n, seed) => {
      const rng = Rng.fromSeed(seed);
      const standing = new Standing();
      const scores = Array.from({ length: n }, () => rng.uniform());
      for (const [id, score] of scores.entries()) standing.add({ id, resource: 1, score });
      const behind = scores.map((_, id) => standing.isBehind({ id, resource: 1 }, 5));
      const order = [...rng.permutation(n)].sort((a, b) => scores[a] - scores[b]);
      assert.equal(behind[order[0]], false);
      if (n > 5) {
        for (const [rank, id] of order.entries())
          if (rank !== (n - 1) / 2) assert.equal(behind[id], rank > (n - 1) / 2);
      } else assert.ok(behind.every((stop) => !stop));
    }),
    { numRuns: 100, seed: 1 },
  );
});

test("median rule: a trial is judged by its best score so far, at the same resource", () => {
  const standing = new Standing();
  for (let id = 0; id < 6; id++) {
    standing.add({ id, resource: 1, score: 2 });
    standing.add({ id, resource: 2, score: 1.8 });
  }
  standing.add({ id: 9, resource: 1, score: 1.5 });
  assert.equal(standing.isBehind({ id: 9, resource: 1 }, 5), false);
  standing.add({ id: 9, resource: 2, score: 3 }); // its best is still 1.5, theirs is 1.8
  assert.equal(standing.isBehind({ id: 9, resource: 2 }, 5), false);
  standing.add({ id: 8, resource: 1, score: 1.9 });
  standing.add({ id: 8, resource: 2, score: 1.9 });
  assert.equal(standing.isBehind({ id: 8, resource: 1 }, 5), false);
  assert.equal(standing.isBehind({ id: 8, resource: 2 }, 5), true);
  assert.equal(standing.isBehind({ id: 9, resource: 3 }, 5), false);
});

test("median pruning keeps the best of parallel curves to the end, and spends less than random search", async () => {
  for (let seed = 0; seed < 10; seed++) {
    const curve = (ask: Ask<Point>): number => quadratic(ask) + 3 / ask.resource;
    const options = { seed, trials: 60, maxResource: 20, parallel: 7 };
    const calls: (readonly Ask<Point>[])[] = [];
    const pruned = await medianPruning(
      box,
      async (asks) => {
        calls.push(asks);
        return asks.map(curve);
      },
      options,
    );
    const full = await randomSearch(box, each(curve), { seed, trials: 60, resource: 20 });
    assert.deepEqual(pruned.best, full.best);
    assert.ok(pruned.spent < 0.6 * full.spent, `${pruned.spent} of ${full.spent}`);
    assert.equal(pruned.last.length, 60);
    // No trial waits: all but the last calls are full, and hold trials at different resources.
    const whole = calls.slice(
      0,
      calls.findIndex((asks) => asks.length < 7),
    );
    assert.ok(
      whole.length > 20 && whole.some((asks) => new Set(asks.map((ask) => ask.resource)).size > 2),
    );
    assert.ok(calls.every((asks) => asks.length <= 7));
  }
});

test("median pruning stops no trial within the warm-up, and scores at `every` and at the end", async () => {
  const { trials, last } = await medianPruning(box, each(quadratic), {
    seed: 1,
    trials: 20,
    maxResource: 10,
    every: 4,
    warmup: 8,
    startup: 1,
  });
  assert.ok(last.every(({ resource }) => resource >= 10));
  const first = trials.filter(({ id }) => id === 0).map(({ resource }) => resource);
  assert.deepEqual(first, [4, 8, 10]);
});
