import assert from "node:assert/strict";
import { test } from "node:test";
import {
  anyOf,
  type ConfigOf,
  choice,
  defineSpace,
  grid,
  integer,
  logUniform,
  Rng,
  type Space,
  uniform,
} from "batchwise";
import { contains, sample } from "batchwise/search";
import * as fc from "fast-check";
import { type Arbitrary, assert as check, integer as int, letrec, property } from "fast-check";

const space = defineSpace({
  batchSize: choice([16, 64, 256]),
  optimizer: anyOf([
    { kind: "sgd", learningRate: logUniform(1e-4, 1), momentum: uniform(0, 0.99) },
    { kind: "adam", learningRate: logUniform(1e-5, 0.1) },
  ]),
  widths: [integer(8, 128, { log: true }), integer(1, 3)],
  dataset: "digits",
});

const { space: spaces } = letrec<{ space: Space; leaf: Space }>((tie) => ({
  space: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie("leaf"),
    fc.dictionary(fc.stringMatching(/^[a-c]$/), tie("space"), { maxKeys: 3 }),
    fc.array(tie("space"), { maxLength: 2 }),
    fc.array(tie("space"), { minLength: 1, maxLength: 3 }).map((parts) => anyOf(parts)),
  ),
  leaf: fc.oneof(
    fc.constantFrom<Space>("text", 3, true, null),
    fc
      .tuple(int({ min: -9, max: 9 }), int({ min: 1, max: 9 }))
      .map(([low, by]) => uniform(low, low + by)),
    fc
      .tuple(int({ min: 1, max: 9 }), int({ min: 1, max: 9 }))
      .map(([low, by]) => logUniform(low, low + by)),
    fc
      .tuple(int({ min: 1, max: 9 }), int({ min: 1, max: 9 }), fc.boolean())
      .map(([low, by, log]) => integer(low, low + by, { log })),
    fc
      .uniqueArray(int({ min: 0, max: 9 }), { minLength: 1, maxLength: 3 })
      .map((values) => choice(values)),
  ) as Arbitrary<Space>,
}));

test("samples and grid points of any space lie in the space, and are decided by the seed", async () => {
  await check(
    property(spaces, int({ min: 0, max: 99 }), int({ min: 1, max: 3 }), (any, seed, points) => {
      const drawn = sample(any, Rng.fromSeed(seed));
      assert.ok(contains(any, drawn), JSON.stringify(drawn));
      assert.deepEqual(sample(any, Rng.fromSeed(seed)), drawn);
      for (const config of grid(any, points))
        assert.ok(contains(any, config), JSON.stringify(config));
    }),
    { numRuns: 150, seed: 1 },
  );
});

test("the config's type follows from the space", () => {
  type Config = ConfigOf<typeof space>;
  const config: Config = sample(space, Rng.fromSeed(1));
  const adam = { kind: "adam", learningRate: 0.1 } as const;
  const right: Config = { ...config, batchSize: 64, optimizer: adam };
  // @ts-expect-error 17 is none of the choices
  const wrongChoice: Config = { ...right, batchSize: 17 };
  // @ts-expect-error Adam's branch has no momentum
  const wrongBranch: Config["optimizer"] = { kind: "adam", learningRate: 0.1, momentum: 0 };
  assert.ok(contains(space, right));
  assert.ok(!contains(space, wrongChoice));
  assert.ok(!contains(space, { ...right, optimizer: wrongBranch }));
});

test("what is outside the space is told from what is inside", () => {
  const inside = sample(space, Rng.fromSeed(2));
  const outside: readonly unknown[] = [
    { ...inside, dataset: "mnist" },
    { ...inside, extra: 1 },
    { ...inside, widths: [200, 1] },
    { ...inside, widths: [20.5, 1] },
    { ...inside, widths: [20] },
    { ...inside, optimizer: { kind: "sgd", learningRate: 2, momentum: 0 } },
    null,
  ];
  assert.ok(contains(space, inside));
  for (const config of outside) assert.ok(!contains(space, config), JSON.stringify(config));
});

/** Largest distance between the empirical and the uniform distribution on [0, 1]. */
function kolmogorovSmirnov(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  return Math.max(...sorted.map((v, i) => Math.max(v - i / n, (i + 1) / n - v)));
}

test("draws have the distribution that their parameter names", () => {
  const n = 4000;
  const rng = Rng.fromSeed(3);
  const draws = Array.from({ length: n }, (_, i) => sample(space, rng.fork(i)));
  const limit = 1.63 / Math.sqrt(n); // 1 % point of the Kolmogorov–Smirnov distance
  const kinds = draws.map(({ optimizer }) => optimizer.kind);
  assert.ok(Math.abs(kinds.filter((kind) => kind === "sgd").length - n / 2) < 4 * Math.sqrt(n / 4));
  const sgd = draws.flatMap(({ optimizer }) => (optimizer.kind === "sgd" ? [optimizer] : []));
  const shrunk = limit * Math.SQRT2;
  assert.ok(kolmogorovSmirnov(sgd.map((o) => Math.log10(o.learningRate) / 4 + 1)) < shrunk);
  assert.ok(kolmogorovSmirnov(sgd.map((o) => o.momentum / 0.99)) < shrunk);
  for (const size of [16, 64, 256]) {
    const count = draws.filter(({ batchSize }) => batchSize === size).length;
    assert.ok(Math.abs(count - n / 3) < 4 * Math.sqrt((n * 2) / 9));
  }
  const below = draws.filter(({ widths }) => widths[0] < 32).length; // log(32/8) / log(129/8)
  const share = Math.log(4) / Math.log(129 / 8);
  assert.ok(Math.abs(below - n * share) < 4 * Math.sqrt(n * share * (1 - share)));
});

test("parameters are drawn independently of each other", () => {
  const n = 4000;
  const square = { a: uniform(-1, 1), b: uniform(-1, 1), c: [uniform(-1, 1), uniform(-1, 1)] };
  const rng = Rng.fromSeed(5);
  const draws = Array.from({ length: n }, (_, i) => sample(square, rng.fork(i)));
  const rows = draws.map(({ a, b, c }) => [a, b, c[0], c[1]]);
  for (let i = 0; i < 4; i++)
    for (let j = 0; j < i; j++) {
      const correlation = (3 / n) * rows.reduce((sum, row) => sum + row[i] * row[j], 0);
      assert.ok(Math.abs(correlation) < 4 / Math.sqrt(n), `${i}, ${j}: ${correlation}`);
    }
});

test("an integer on a logarithmic scale takes each value with the share of its interval", () => {
  const n = 6000;
  const rng = Rng.fromSeed(6);
  const draws = Array.from({ length: n }, (_, i) =>
    sample(integer(1, 3, { log: true }), rng.fork(i)),
  );
  for (const value of [1, 2, 3]) {
    const share = Math.log((value + 1) / value) / Math.log(4);
    const count = draws.filter((draw) => draw === value).length;
    assert.ok(
      Math.abs(count - n * share) < 4 * Math.sqrt(n * share * (1 - share)),
      `${value}: ${count}`,
    );
  }
});

test("another parameter leaves the draws of the others as they are", () => {
  const rng = Rng.fromSeed(4);
  const { extra, ...rest } = sample({ ...space, extra: uniform(0, 1) }, rng);
  assert.ok(extra >= 0);
  assert.deepEqual(rest, sample(space, rng));
});

test("a grid holds every combination once: ends, equal factors, each branch with its own", () => {
  const configs = grid(space, {
    "optimizer.learningRate": 5,
    "optimizer.momentum": 2,
    "widths[0]": 3,
    "widths[1]": 9,
  });
  assert.equal(configs.length, 3 * (5 * 2 + 5) * 3 * 3); // nine points on 1 … 3 are three
  assert.equal(new Set(configs.map((config) => JSON.stringify(config))).size, configs.length);
  const rates = configs.flatMap(({ optimizer }) =>
    optimizer.kind === "sgd" ? [optimizer.learningRate] : [],
  );
  const distinct = [...new Set(rates)].sort((a, b) => a - b);
  for (const [i, rate] of distinct.entries()) assert.ok(Math.abs(rate / 10 ** (i - 4) - 1) < 1e-12);
  assert.deepEqual([distinct[0], distinct[4]], [1e-4, 1]);
  assert.deepEqual([...new Set(configs.map(({ widths }) => widths[0]))], [8, 32, 128]);
  assert.deepEqual(grid(uniform(2, 4), 1), [3]);
  assert.deepEqual(grid({ a: choice([1, 2]), b: choice(["x", "y"]) }, 1), [
    { a: 1, b: "x" },
    { a: 1, b: "y" },
    { a: 2, b: "x" },
    { a: 2, b: "y" },
  ]);
});

test("a grid leaves no gap: every draw is within half a step of a point", () => {
  const points = grid(uniform(-1, 3), 9);
  for (let seed = 0; seed < 50; seed++) {
    const x = sample(uniform(-1, 3), Rng.fromSeed(seed));
    assert.ok(Math.min(...points.map((p) => Math.abs(p - x))) <= 0.25 + 1e-12);
  }
});

test("spaces and grids that mean nothing are refused when they are made", () => {
  const refused: readonly (readonly [() => unknown, RegExp])[] = [
    [
      () => uniform(1, 1),
      /^ArgumentError: uniform: ends must be finite, low below high, got "1 to 1"/,
    ],
    [() => uniform(0, Infinity), /uniform: ends must be finite/],
    [() => logUniform(0, 1), /logUniform: low must be positive, got 0/],
    [() => integer(1.5, 3), /integer: both ends must be integers, got 1.5/],
    [() => integer(0, 3, { log: true }), /integer: low must be at least 1/],
    [() => choice([]), /choice: there must be at least one value/],
    [() => choice([{ a: 1 }, { a: 1 }]), /choice: values must differ, got \{ a \}/],
    [() => anyOf([]), /anyOf: there must be at least one space/],
    [
      () => defineSpace({ a: { draw: "normal" } }),
      /defineSpace: a\.draw must name a parameter, got "normal"/,
    ],
    [
      () => defineSpace({ a: [() => 1] as never }),
      /defineSpace: a\[0\] must be a parameter or plain JSON, got a function/,
    ],
    [() => grid(space, 0), /grid: points for .* must be a positive integer, got 0/],
    [
      () => grid(space, { "widths[0]": 1 }),
      /grid: points for optimizer.learningRate must be a positive integer, got undefined/,
    ],
    [
      () => grid({ a: uniform(0, 1) }, { a: 2, b: 3 }),
      /grid: points must name numeric parameters, got "b"/,
    ],
    [
      () => grid({ a: uniform(0, 1), b: uniform(0, 1) }, 1001),
      /grid: there must be at most 1000000 combinations/,
    ],
  ];
  for (const [attempt, message] of refused) assert.throws(attempt, message);
});
