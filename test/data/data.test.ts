import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { batches, type Dataset, loadDigits, Rng, split, take } from "batchwise";
import { checkDataset, parseIdx, resolveBatchSize } from "batchwise/data";
import {
  array,
  assert as checkProperty,
  constantFrom,
  integer,
  property,
  uint8Array,
} from "fast-check";

const digits = loadDigits();
const rowOf = (data: Dataset, i: number): string => data.x.subarray(64 * i, 64 * (i + 1)).join();

test("the digits are the 1,797 of the UCI set, and their files are the ones of SHA256SUMS", () => {
  assert.equal(digits.n, 1797);
  assert.deepEqual(digits.shape, [8, 8, 1]);
  const perClass = digits.classes.map((_, label) => digits.y.filter((y) => y === label).length);
  assert.deepEqual(perClass, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]); // scikit-learn's load_digits
  assert.ok(digits.x.every((pixel) => pixel >= 0 && pixel <= 1 && Number.isInteger(pixel * 16)));
  assert.equal(checkDataset("test", digits), digits);
  for (const line of readFileSync("data/digits/SHA256SUMS", "utf8").trim().split("\n")) {
    const [sum, name] = line.split(/\s+/);
    assert.equal(
      createHash("sha256")
        .update(readFileSync(`data/digits/${name}`))
        .digest("hex"),
      sum,
      name,
    );
  }
});

test("a split is a partition that keeps each class's share, decided by the seed alone", () => {
  const { train, valid, test: held } = split(digits, { seed: 3 });
  const rows = [train, valid, held].flatMap((part) =>
    Array.from({ length: part.n }, (_, i) => rowOf(part, i)),
  );
  assert.equal(rows.length, digits.n);
  assert.deepEqual(
    rows.sort(),
    Array.from({ length: digits.n }, (_, i) => rowOf(digits, i)).sort(),
  );
  for (const part of [valid, held])
    for (let label = 0; label < 10; label++) {
      const all = digits.y.filter((y) => y === label).length;
      const here = part.y.filter((y) => y === label).length;
      assert.ok(Math.abs(here - all / 6) <= 1, `class ${label}: ${here} of ${all}`);
    }
  assert.deepEqual(split(digits, { seed: 3 }).test.x, held.x);
  assert.notDeepEqual(split(digits, { seed: 4 }).test.x, held.x);
});

test("a split that leaves a part empty is refused", () => {
  const three = take(digits, [0, 1, 2]);
  assert.throws(
    () => split(three, { seed: 0 }),
    /^ArgumentError: split: valid must hold at least one of the 3 examples/,
  );
  assert.throws(
    () => split(digits, { seed: 0, valid: 0.5, test: 0.5 }),
    /valid \+ test must be less than 1, got 1/,
  );
});

test("batches visit every example once, all of one size but the last", async () => {
  await checkProperty(
    property(
      integer({ min: 1, max: 60 }),
      integer({ min: 1, max: 80 }),
      integer({ min: 0, max: 99 }),
      (n, batchSize, seed) => {
        const data = take(
          digits,
          Array.from({ length: n }, (_, i) => i),
        );
        const parts = [...batches(data, { batchSize, rng: Rng.fromSeed(seed) })];
        const size = Math.min(batchSize, n);
        assert.ok(parts.slice(0, -1).every((part) => part.n === size));
        assert.equal(parts.at(-1)?.n, n % size || size);
        const seen = parts.flatMap((part) =>
          Array.from({ length: part.n }, (_, i) => rowOf(part, i)),
        );
        assert.deepEqual(seen.sort(), Array.from({ length: n }, (_, i) => rowOf(data, i)).sort());
      },
    ),
    { numRuns: 40, seed: 1 },
  );
});

test("without an rng the order is the data's; with one it follows the seed", () => {
  const data = take(digits, [5, 6, 7, 8, 9]);
  assert.deepEqual(
    [...batches(data, { batchSize: 2 })].flatMap((part) => [...part.y]),
    [...data.y],
  );
  const labels = (seed: number): number[] =>
    [...batches(digits, { batchSize: 100, rng: Rng.fromSeed(seed) })].flatMap((part) => [
      ...part.y,
    ]);
  assert.deepEqual(labels(1), labels(1));
  assert.notDeepEqual(labels(1), labels(2));
});

test("a bad batch size is refused when batches() is called, not when the loop starts", () => {
  for (const batchSize of [0, -1, 2.5, Number.NaN])
    assert.throws(() => batches(digits, { batchSize }), {
      name: "ArgumentError",
      message: `batches: batchSize must be a positive integer, got ${batchSize}`,
    });
  assert.equal(resolveBatchSize("full", 10), 10);
  assert.equal(resolveBatchSize(99, 10), 10);
});

test("checkDataset says where the fault is", () => {
  const two = take(digits, [0, 1]);
  const withX = (x: Float32Array): Dataset => ({ ...two, x });
  const nan = two.x.slice();
  nan[64 + 5] = Number.NaN;
  assert.throws(
    () => checkDataset("train", withX(nan)),
    /^ArgumentError: train: x must be finite, at row 1, column 5, got NaN/,
  );
  assert.throws(
    () => checkDataset("train", withX(two.x.slice(1))),
    /x must hold n × features = 2 × 64 values, got 127/,
  );
  assert.throws(
    () => checkDataset("train", { ...two, y: Int32Array.of(0, 10) }),
    /label 1 must be from 0 to 9, got 10/,
  );
  assert.throws(() => take(digits, [1797]), /row must be from 0 to 1796, got 1797/);
});

const idx = (shape: readonly number[], values: readonly number[]): Uint8Array => {
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length);
  bytes.set([0, 0, 8, shape.length]);
  const view = new DataView(bytes.buffer);
  for (const [axis, d] of shape.entries()) view.setUint32(4 + 4 * axis, d);
  bytes.set(values, 4 + 4 * shape.length);
  return bytes;
};

test("parseIdx reads what the format says", async () => {
  await checkProperty(
    property(array(integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }), (shape) => {
      const values = Array.from({ length: shape.reduce((p, d) => p * d, 1) }, (_, i) => i % 256);
      const parsed = parseIdx(idx(shape, values), "made.idx");
      assert.deepEqual(parsed.shape, shape);
      assert.deepEqual([...parsed.values], values);
    }),
    { seed: 1 },
  );
});

test("parseIdx refuses damaged files with its own error and the file's name", async () => {
  const good = idx([2, 3], [1, 2, 3, 4, 5, 6]);
  const damaged: readonly (readonly [Uint8Array, RegExp])[] = [
    [good.subarray(0, -1), /^made\.idx: shape 2×3 needs 6 bytes after the header, got 5$/],
    [Uint8Array.of(...good, 7), /needs 6 bytes after the header, got 7/],
    [good.subarray(0, 9), /header of 2 axes is cut short at 9 bytes/],
    [Uint8Array.of(1, ...good.subarray(1)), /must start with two zero bytes/],
    [
      Uint8Array.of(0, 0, 13, ...good.subarray(3)),
      /IDX type must be 0x08 \(unsigned bytes\), got 0xd/,
    ],
  ];
  for (const [bytes, message] of damaged)
    assert.throws(() => parseIdx(bytes, "made.idx"), { name: "DataError", message });
  await checkProperty(
    property(uint8Array({ maxLength: 40 }), constantFrom(0, 4), (noise, keep) => {
      try {
        parseIdx(Uint8Array.of(...good.subarray(0, keep), ...noise), "made.idx");
      } catch (error) {
        assert.equal((error as Error).name, "DataError");
      }
    }),
    { numRuns: 2000, seed: 1 },
  );
});
