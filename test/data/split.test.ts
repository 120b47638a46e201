import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { type Dataset, loadDigits, Rng, split } from "batchwise";
import { array, assert as checkProperty, double, integer, property } from "fast-check";

/** Class k has sizes[k] examples; x is the row's number. */
function ofSizes(sizes: readonly number[]): Dataset {
  const y = Int32Array.from(sizes.flatMap((size, k) => Array<number>(size).fill(k)));
  return {
    x: Float32Array.from(y, (_, i) => i),
    y,
    n: y.length,
    shape: [1],
    classes: sizes.map((_, k) => `class ${k}`),
  };
}

const count = (part: Dataset, k: number): number => part.y.filter((y) => y === k).length;

test("every class of the data has an example in train, and parts where it has none say so", () => {
  const {
    train,
    valid,
    test: held,
  } = split(ofSizes([1, 2, 40]), {
    seed: 1,
    valid: 0.45,
    test: 0.5,
  });
  assert.deepEqual([...new Set(train.y)].sort(), [0, 1, 2]);
  assert.deepEqual(valid.notes, [
    'valid holds no example of class "class 0", which has 1 example in all',
    'valid holds no example of class "class 1", which has 2 examples in all',
  ]);
  assert.deepEqual(held.notes, [
    'test holds no example of class "class 0", which has 1 example in all',
  ]);
  assert.equal(train.notes, undefined);
});

test("parts are disjoint, cover all, and hold each class's share to within one example", async () => {
  const share = double({ min: 0.05, max: 0.49, noNaN: true });
  const sizes = array(integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 6 });
  await checkProperty(
    property(sizes, share, share, integer({ min: 0, max: 99 }), (small, valid, held, seed) => {
      const data = ofSizes([60, ...small]);
      const splits = split(data, { seed, valid, test: held });
      const parts = [splits.train, splits.valid, splits.test];
      const rows = parts.flatMap((part) => [...part.x]).sort((a, b) => a - b);
      assert.deepEqual(rows, [...data.x]);
      const shares = [1 - valid - held, valid, held];
      for (const [k, size] of [60, ...small].entries())
        for (const [p, part] of parts.entries()) {
          const here = count(part, k);
          assert.ok(Math.abs(here - shares[p] * size) <= 1 + 1e-9);
          if (p === 0) assert.equal(here === 0, size === 0);
          const named = (part.notes ?? []).some((note) => note.includes(`"class ${k}"`));
          assert.equal(named, here === 0 && size > 0);
        }
    }),
    { seed: 1, numRuns: 300 },
  );
});

test("splits of ordinary data are the ones they always were", () => {
  const hash = createHash("sha256");
  for (let seed = 0; seed < 5; seed++)
    for (const part of Object.values(split(loadDigits(), { seed }))) {
      assert.equal(part.notes, undefined);
      hash.update(part.y).update(part.x);
    }
  assert.equal(
    hash.digest("hex"),
    "0b9ca7606e9709cd40fb0f7ec39362475d0a5ecddcd606c8668eb959824cb9a1",
  );
});

test("a real target keeps its distribution in every part, also of few examples", () => {
  for (const n of [12, 30, 500]) {
    const rng = Rng.fromSeed(n);
    const values = Float32Array.from({ length: n }, () => rng.normal() ** 3);
    const x = Float32Array.from({ length: n }, (_, i) => i);
    const target = { name: "y", values, mean: 0, scale: 1 };
    const data = { x, y: new Int32Array(0), n, shape: [1], classes: [], target };
    const { train, valid, test: tested } = split(data, { seed: 1 });
    assert.ok(Math.abs(valid.n - n / 6) <= 5 && Math.abs(tested.n - n / 6) <= 5, `${valid.n}`);
    assert.deepEqual(
      [...train.x, ...valid.x, ...tested.x].sort((a, b) => a - b),
      [...x],
    );
    for (const part of [train, valid, tested])
      assert.deepEqual(
        part.target?.values,
        Float32Array.from(part.x, (i) => values[i]),
      );
    const middle = [...values].sort((a, b) => a - b)[n / 2];
    const low = tested.target?.values.filter((value) => value < middle).length ?? 0;
    assert.ok(Math.abs(low / tested.n - 0.5) < 0.2, `${low} of ${tested.n}`);
    assert.deepEqual(split(data, { seed: 1 }).test.x, tested.x);
    assert.notDeepEqual(split(data, { seed: 2 }).test.x, tested.x);
  }
});
