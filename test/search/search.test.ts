import assert from "node:assert/strict";
import { test } from "node:test";
import {
  gridSearch,
  hyperband,
  medianPruning,
  Rng,
  randomSearch,
  type SearchResult,
  successiveHalving,
  uniform,
} from "batchwise";
import { type Ask, type Evaluate, OutputError } from "batchwise/search";

const box = { x: uniform(-1, 1), y: uniform(-1, 1) };
type Point = { readonly x: number; readonly y: number };

/** Distance from (0.3, −0.2), squared, which the resource does not change. */
const quadratic = ({ config: { x, y } }: Ask<Point>): number => (x - 0.3) ** 2 + (y + 0.2) ** 2;
const each =
  <C>(score: (ask: Ask<C>) => number): Evaluate<C> =>
  async (asks) =>
    asks.map(score);

test("random search finds a quadratic's optimum as closely as so many points can", async () => {
  // A point within r of the optimum has probability πr²/4; with n points the best is farther with (1 − πr²/4)^n.
  const n = 400;
  const radius = Math.sqrt((4 / Math.PI) * (1 - 1e-4 ** (1 / n)));
  const found = await randomSearch(box, each(quadratic), { seed: 1, trials: n });
  assert.ok(
    Math.sqrt(found.best.score) < radius,
    `${Math.sqrt(found.best.score)} against ${radius}`,
  );
  assert.equal(found.trials.length, n);
  assert.equal(found.best.score, Math.min(...found.trials.map(({ score }) => score)));
});

test("a search is decided by its seed, and a longer one starts as the shorter one", async () => {
  const run = (seed: number, trials: number): Promise<SearchResult<Point>> =>
    randomSearch(box, each(quadratic), { seed, trials });
  const [a, again, longer, other] = await Promise.all([
    run(1, 9),
    run(1, 9),
    run(1, 12),
    run(2, 9),
  ]);
  assert.deepEqual(again, a);
  assert.deepEqual(longer.trials.slice(0, 9), a.trials);
  assert.notDeepEqual(other.trials[0], a.trials[0]);
});

test("grid search scores every point of the grid and gives the best", async () => {
  const { best, trials } = await gridSearch(box, each(quadratic), { points: 21 });
  assert.equal(trials.length, 441);
  assert.ok(best.score < 1e-20 && Math.abs(best.config.x - 0.3) < 1e-12);
});

test("evaluators get batches of the size and kind that was asked for", async () => {
  const seen: (readonly Ask<Point>[])[] = [];
  await randomSearch(
    box,
    async (asks) => {
      seen.push(asks);
      return asks.map(() => 0);
    },
    { seed: 1, trials: 50, batch: 8, groupBy: ({ config }) => String(config.x > 0) },
  );
  assert.equal(seen.flat().length, 50);
  assert.ok(seen.every((asks) => asks.length <= 8));
  for (const asks of seen) assert.equal(new Set(asks.map(({ config }) => config.x > 0)).size, 1);
});

test("scores may come one by one in any order", async () => {
  const oneByOne: Evaluate<Point> = async function* (asks) {
    for (const position of Rng.fromSeed(1).permutation(asks.length))
      yield [position, { score: quadratic(asks[position]), info: { at: position } }] as const;
  };
  const options = { seed: 3, trials: 10 };
  const { trials } = await randomSearch(box, oneByOne, options);
  const together = await randomSearch(box, each(quadratic), options);
  assert.deepEqual(
    trials.map(({ info, ...trial }) => trial),
    together.trials,
  );
  assert.deepEqual(
    trials.map(({ info }) => info),
    trials.map((_, at) => ({ at })),
  );
});

test("a trial that throws, is NaN or infinite scores Infinity with a reason, and the search goes on", async () => {
  const calls: number[] = [];
  const failing: Evaluate<Point> = async (asks) => {
    calls.push(asks.length);
    return asks.map(({ id }) => {
      if (id === 2) throw new Error("out of memory");
      if (id === 3) return Number.NaN;
      return id === 4 ? { score: Infinity, reason: "diverged at step 7" } : id;
    });
  };
  const { trials, best } = await randomSearch(box, failing, { seed: 1, trials: 6 });
  assert.deepEqual(calls, [6, 1, 1, 1, 1, 1, 1]);
  assert.deepEqual(
    trials.map(({ score, reason }) => [score, reason]),
    [
      [0, undefined],
      [1, undefined],
      [Infinity, "out of memory"],
      [Infinity, "the score is NaN"],
      [Infinity, "diverged at step 7"],
      [5, undefined],
    ],
  );
  assert.equal(best.id, 0);
  const none = await randomSearch(
    box,
    each(() => Infinity),
    { seed: 1, trials: 3 },
  );
  assert.equal(none.best.score, Infinity);
});

test("an evaluator that gives too few, too many or repeated scores is wrong, and is told so", async () => {
  const wrong: readonly (readonly [Evaluate<Point>, RegExp])[] = [
    [async () => [1], /1 outputs came back for 3 jobs/],
    [async () => [1, 2, 3, 4], /4 outputs came back for 3 jobs/],
    [
      async function* () {
        yield [0, 1] as const;
        yield [0, 1] as const;
      },
      /output 0 came back twice/,
    ],
    [
      async function* () {
        yield [1, 1] as const;
      },
      /no output came back for 2 of 3 jobs/,
    ],
  ];
  for (const [evaluate, message] of wrong)
    await assert.rejects(randomSearch(box, evaluate, { seed: 1, trials: 3 }), {
      name: "OutputError",
      message,
    });
  assert.ok(new OutputError("x") instanceof Error);
});

test("a search stops at its signal, with the signal's reason", async () => {
  const controller = new AbortController();
  let scored = 0;
  const evaluate: Evaluate<Point> = async (asks, { signal }) => {
    assert.equal(signal, controller.signal);
    scored += asks.length;
    if (scored >= 4) controller.abort(new Error("stopped by hand"));
    return asks.map(() => 0);
  };
  await assert.rejects(
    randomSearch(box, evaluate, { seed: 1, trials: 20, batch: 2, signal: controller.signal }),
    /stopped by hand/,
  );
  assert.equal(scored, 4);
});

test("searches refuse what they cannot do before they evaluate anything", async () => {
  const never: Evaluate<Point> = () => assert.fail("evaluated");
  const refused: readonly (readonly [() => Promise<unknown>, RegExp])[] = [
    [
      () => randomSearch(box, never, { seed: 1, trials: 0 }),
      /randomSearch: trials must be a positive integer, got 0/,
    ],
    [() => randomSearch(box, never, { seed: -1, trials: 1 }), /seed must be/],
    [
      () => randomSearch(box, never, { seed: 1, trials: 1, batch: 0 }),
      /randomSearch: batch must be/,
    ],
    [
      () => successiveHalving(box, never, { seed: 1, trials: 9, maxResource: 9, eta: 1 }),
      /successiveHalving: eta must be a number above 1, got 1/,
    ],
    [
      () => hyperband(box, never, { seed: 1, maxResource: 9, minResource: 10 }),
      /hyperband: minResource must be at most maxResource = 9, got 10/,
    ],
    [
      () => medianPruning(box, never, { seed: 1, trials: 3, maxResource: 2.5 }),
      /medianPruning: maxResource must be a positive integer, got 2.5/,
    ],
  ];
  for (const [attempt, message] of refused)
    await assert.rejects(attempt, { name: "ArgumentError", message });
});
