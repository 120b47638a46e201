import assert from "node:assert/strict";
import { test } from "node:test";
import { type Dataset, Rng } from "batchwise";
import type { PartName } from "batchwise/data";
import { type Divisions, divisionsOf } from "batchwise/dist/advise/data/divisions.js";
import fc from "fast-check";

/** Examples whose only feature is their own row. */
function numbered(n: number, classes: number, rng: Rng): Dataset {
  const x = Float32Array.from({ length: n }, (_, i) => i);
  const shared = { x, n, shape: [1] };
  if (classes === 0) {
    const values = Float32Array.from({ length: n }, () => rng.normal());
    const target = { name: "y", values, mean: 0, scale: 1 };
    return { ...shared, y: new Int32Array(0), classes: [], target };
  }
  const y = Int32Array.from({ length: n }, (_, i) => (i < classes ? i : rng.integer(classes)));
  return { ...shared, y, classes: Array.from({ length: classes }, (_, c) => `c${c}`) };
}

const rowsOf = ({ x }: Dataset): number[] => [...x];
const SEEDS = [0, 1, 2, 3, 4, 5, 1000, 1013];

interface Drawn {
  readonly data: Dataset;
  readonly split?: readonly PartName[];
  readonly groups?: readonly number[];
}

/** The laws of every division: parts share no example and no group, what is sealed is not open, train is of one size. */
function checkLaws({ data, split, groups }: Drawn, divisions: Divisions): void {
  const sealed = rowsOf(divisions.last.splits(data, 0).test);
  const valid = new Set(data.x.filter((_, i) => split?.[i] === "valid"));
  const open = new Set(rowsOf(divisions.open));
  assert.equal(sealed.length + valid.size + open.size, data.n);
  for (const row of sealed) assert.ok(!open.has(row), "sealed and open");
  if (split?.includes("test"))
    assert.deepEqual(
      [...sealed].sort((a, b) => a - b),
      rowsOf(data).filter((row) => split[row] === "test"),
    );
  for (const role of ["tuning", "comparing", "last"] as const)
    for (const seed of SEEDS) {
      const whole = role === "last" ? data : divisions.open;
      const { train, valid: validating, test: tested } = divisions[role].splits(whole, seed);
      // Tuning validates on what it does not train on, its test part included.
      const parts = role === "tuning" ? [train, validating] : [train, validating, tested];
      const used = parts.flatMap(rowsOf);
      assert.equal(new Set(used).size, used.length, `${role}: an example is used twice`);
      if (role !== "last") {
        assert.equal(train.n, divisions.n);
        for (const row of used) assert.ok(open.has(row) || valid.has(row));
        for (const row of sealed) assert.ok(!used.includes(row), `${role}: sealed`);
      }
      if (valid.size > 0 && role !== "tuning")
        assert.deepEqual(new Set(rowsOf(validating)), valid, "the given examples validate");
      if (groups === undefined) continue;
      const homes = new Map<number, number>();
      for (const [p, part] of parts.entries())
        for (const row of rowsOf(part)) {
          const home: number = homes.get(groups[row]) ?? p;
          assert.equal(home, p, `${role}, seed ${seed}: group ${groups[row]} is in two parts`);
          homes.set(groups[row], p);
        }
      for (const row of sealed)
        if (role !== "last") assert.ok(!homes.has(groups[row]), "a group is sealed and open");
    }
}

const shapes = fc.record({
  seed: fc.integer({ min: 0, max: 1e6 }),
  n: fc.integer({ min: 60, max: 700 }),
  classes: fc.constantFrom(0, 2, 5),
  ofGroup: fc.constantFrom(1, 3, 6),
  skew: fc.constantFrom(1, 3),
});

function groupsFor(n: number, ofGroup: number, skew: number, rng: Rng): number[] {
  const count = Math.ceil(n / ofGroup / 2);
  return Array.from({ length: n }, (_, i) =>
    i < 12 ? i : Math.floor(count * rng.uniform() ** skew),
  );
}

test("random groups stay whole in every division, of classes and of targets", () => {
  fc.assert(
    fc.property(shapes, ({ seed, n, classes, ofGroup, skew }) => {
      const rng = Rng.fromSeed(seed);
      const data = numbered(n, classes, rng);
      const groups = groupsFor(n, ofGroup, skew, rng);
      checkLaws({ data, groups }, divisionsOf(data, "raw", seed % 5, { groups }));
    }),
    { numRuns: 25, seed: 1 },
  );
});

test("a given split seals its test part and validates by its valid part, with groups or without", () => {
  const options = fc.record({
    shape: shapes,
    valid: fc.constantFrom(0, 0.2),
    test: fc.constantFrom(0, 0.2),
  });
  fc.assert(
    fc.property(options, ({ shape: { seed, n, classes, ofGroup, skew }, ...shares }) => {
      const rng = Rng.fromSeed(seed);
      const data = numbered(n, classes, rng);
      const groups = seed % 2 ? groupsFor(n, ofGroup, skew, rng) : undefined;
      const part = (key: number): PartName => {
        const u = Rng.fromSeed(seed).fork(key).uniform();
        return u < shares.valid ? "valid" : u < shares.valid + shares.test ? "test" : "train";
      };
      const split = rowsOf(data).map((row) => part(groups?.[row] ?? row));
      const given = { split, ...(groups && { groups }) };
      checkLaws({ data, ...given }, divisionsOf(data, "raw", seed % 5, given));
    }),
    { numRuns: 25, seed: 2 },
  );
});

test("groups are divided by seed, each class in proportion as far as they allow", () => {
  const rng = Rng.fromSeed(3);
  const data = numbered(1200, 3, rng);
  const groups = rowsOf(data).map((row) => Math.floor(row / 6));
  const { comparing, open } = divisionsOf(data, "raw", 0, { groups });
  const tests = new Set<string>();
  for (let seed = 0; seed < 20; seed++) {
    const { test: tested } = comparing.splits(open, seed);
    tests.add(String(rowsOf(tested).sort((a, b) => a - b)));
    for (let label = 0; label < 3; label++) {
      const of = ({ y, n }: Dataset): number => y.filter((each) => each === label).length / n;
      assert.ok(Math.abs(of(tested) - of(open)) < 0.05, `class ${label}: ${of(tested)}`);
    }
    assert.ok(Math.abs(tested.n / open.n - 1 / 8) < 0.02);
  }
  assert.equal(tests.size, 20);
});

test("five folds by groups test every open example once", () => {
  const data = numbered(300, 2, Rng.fromSeed(4));
  const groups = rowsOf(data).map((row) => row % 40);
  const { comparing, open, few } = divisionsOf(data, "raw", 0, { groups });
  assert.ok(few);
  for (const start of [0, 5]) {
    const tested = [0, 1, 2, 3, 4].flatMap((k) => rowsOf(comparing.splits(open, start + k).test));
    assert.deepEqual([...tested].sort(), [...rowsOf(open)].sort());
  }
});

test("real targets keep their distribution in every part", () => {
  const data = numbered(1000, 0, Rng.fromSeed(5));
  const { comparing, open, last } = divisionsOf(data, "raw", 0);
  const parts = [...Object.values(comparing.splits(open, 3)), last.splits(data, 0).test];
  const sorted = [...(data.target?.values ?? [])].sort((a, b) => a - b);
  for (const { target, n } of parts)
    for (const q of [0.1, 0.5, 0.9]) {
      // Each training part standardises it anew: back to what it was.
      const { values, scale, mean } = target ?? { values: [], scale: 1, mean: 0 };
      const below = [...values].filter((value) => value * scale + mean <= sorted[q * 1000]).length;
      assert.ok(Math.abs(below / n - q) < 0.03, `${below} of ${n}`);
    }
});

test("what cannot be divided so is refused, with the numbers", () => {
  const data = numbered(100, 2, Rng.fromSeed(6));
  const refused = (given: Parameters<typeof divisionsOf>[3], message: RegExp): void => {
    assert.throws(() => divisionsOf(data, "raw", 0, given).n, { name: "ArgumentError", message });
  };
  refused({ groups: rowsOf(data).map((row) => row % 4) }, /groups must be at least 5/);
  refused({ groups: ["a"] }, /groups must hold one value for each of the 100 examples, got 1/);
  refused({ split: Array.from({ length: 100 }, () => "test") }, /split must say "train" of some/);
  const split = rowsOf(data).map((row): PartName => (row < 50 ? "train" : "test"));
  refused(
    { split, groups: rowsOf(data).map((row) => `g${row % 60}`) },
    /each group must lie in one part of the given split, but 40 of 60 groups lie in more.*"group \\"g0\\" in train and test"/,
  );
});

test("divisions that differ have names that differ, and so journals of their own", () => {
  const data = numbered(100, 2, Rng.fromSeed(7));
  const half = (at: number): PartName[] => rowsOf(data).map((row) => (row < at ? "train" : "test"));
  const names = [
    {},
    { split: half(50) },
    { split: half(60) },
    { groups: rowsOf(data) },
    { groups: rowsOf(data).map((row) => row % 50) },
  ].map((given) => divisionsOf(data, "raw", 0, given).comparing.name);
  assert.equal(new Set(names).size, names.length);
});
