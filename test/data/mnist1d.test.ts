import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { suite, test } from "node:test";
import { mnist1d } from "batchwise";
import type { Mnist1dOptions } from "batchwise/data";
import { NumpyRandom } from "batchwise/dist/data/numpyRandom.js";

// What the authors' package and NumPy give; `test/fixtures/README.md` says how the file is made.

interface Stream {
  readonly seed: number;
  readonly uniform: readonly number[];
  readonly normal: readonly number[];
  readonly integer: readonly (readonly [n: number, draw: number])[];
  readonly normalAfter: readonly number[];
  readonly permutation: readonly number[];
}

interface Case {
  readonly options: Mnist1dOptions;
  readonly sha256: Readonly<Record<string, string>>;
  readonly first: readonly number[];
}

const reference: { readonly streams: readonly Stream[]; readonly cases: readonly Case[] } =
  JSON.parse(readFileSync("test/fixtures/mnist1d/mnist1d.json", "utf8"));

function sha256(values: Float32Array | Int32Array): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return createHash("sha256").update(bytes).digest("hex");
}

suite("NumPy's legacy stream", () => {
  for (const stream of reference.streams)
    test(`of seed ${stream.seed}`, () => {
      const rng = new NumpyRandom(stream.seed);
      const near = (expected: number): void => {
        const value = rng.normal();
        // The logarithm of another library may round its last bit the other way.
        assert.ok(
          Math.abs(value - expected) <= 1e-15 * Math.abs(expected),
          `${value}, not ${expected}`,
        );
      };
      for (const value of stream.uniform) assert.equal(rng.uniform(), value);
      stream.normal.forEach(near);
      for (const [n, draw] of stream.integer) assert.equal(rng.integer(n), draw);
      // The first of these was kept from the last pair.
      stream.normalAfter.forEach(near);
      assert.deepEqual([...rng.permutation(20)], stream.permutation);
    });

  test("knows the seeds that NumPy knows", () => {
    for (const seed of [-1, 2 ** 32, 0.5])
      assert.throws(() => new NumpyRandom(seed), {
        message: `NumpyRandom: seed must be an integer from 0 to 2^32 − 1, got ${seed}`,
      });
  });
});

suite("MNIST-1D", () => {
  for (const { options, sha256: digests, first } of reference.cases)
    test(`is the authors' to the last bit of float32, with options ${JSON.stringify(options)}`, () => {
      const { train, test: held } = mnist1d(options);
      const difference = Math.max(...first.map((value, j) => Math.abs(value - train.x[j])));
      assert.ok(difference < 2e-7, `the first example is off by ${difference}`);
      const own = { "train.x": train.x, "train.y": train.y, "test.x": held.x, "test.y": held.y };
      for (const [name, values] of Object.entries(own))
        assert.equal(sha256(values), digests[name], name);
    });

  test("by itself is the 4,000 + 1,000 examples of the paper", () => {
    const { train, test: held } = mnist1d();
    assert.deepEqual([train.n, held.n], [4000, 1000]);
    assert.deepEqual([train.shape, held.shape], [[40], [40]]);
    assert.equal(
      sha256(train.x),
      "d53506bddd12d3b72c7153b1ae7f34807724b1dd078a7273809bf9d0792319f6",
    );
    assert.equal(
      sha256(held.x),
      "30addc43827c82aafa5db8bc97cea63349ca687e87db2f201cc4f5415d9a4ebd",
    );
    const counts = train.classes.map(
      (_, digit) =>
        [...train.y].filter((y) => y === digit).length +
        [...held.y].filter((y) => y === digit).length,
    );
    assert.deepEqual(counts, Array(10).fill(500));
    const values = [...train.x, ...held.x];
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
    assert.ok(Math.abs(mean) < 1e-7 && Math.abs(variance - 1) < 1e-7, `${mean}, ${variance}`);
  });

  test("shuffled holds the points of every example in one other order", () => {
    const [plain, shuffled] = [false, true].map((on) => mnist1d({ n: 200, shuffled: on }).train);
    const column = (data: typeof plain, j: number): string =>
      Array.from({ length: data.n }, (_, i) => data.x[40 * i + j]).join();
    const columns = Array.from({ length: 40 }, (_, j) => column(plain, j));
    const order = Array.from({ length: 40 }, (_, j) => columns.indexOf(column(shuffled, j)));
    assert.deepEqual(
      order.toSorted((a, b) => a - b),
      [...columns.keys()],
    );
    assert.notDeepEqual(order, [...columns.keys()]);
  });

  for (const [options, message] of [
    [{ n: 5001 }, "n must be a multiple of 10, got 5001"],
    [{ n: 0 }, "n must be a positive integer, got 0"],
    [{ train: 1 }, "train must leave an example for each part, got 1"],
    [{ train: 2 }, "train must be a number from 0 to 1, got 2"],
    [{ padding: [3, 2] }, 'padding must be [fewest, most], got "3, 2"'],
    [{ padding: [-1, 2] }, "padding must be two integers from 0, got -1"],
    [{ translation: 0 }, "translation must be a positive integer, got 0"],
    [{ translation: 73 }, "translation must be at most the 72 points that are rotated, got 73"],
    [{ length: 1 }, "length must be at least 2, got 1"],
  ] as const)
    test(`refuses ${JSON.stringify(options)}`, () => {
      assert.throws(() => mnist1d(options), { message: `mnist1d: ${message}` });
    });
});
