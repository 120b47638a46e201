import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { type Dataset, loadDigits, Rng, selectByMutualInformation } from "batchwise";
import { SortedBall } from "batchwise/dist/features/sortedBall.js";
import { meanHarmonic } from "batchwise/dist/features/tieBreaking.js";
import { mutualInformation } from "batchwise/features";
import fc from "fast-check";

function dataset(columns: readonly (readonly number[])[], y: readonly number[]): Dataset {
  const features = columns.length;
  return {
    x: Float32Array.from({ length: features * y.length }, (_, at) => {
      return columns[at % features][Math.floor(at / features)];
    }),
    y: Int32Array.from(y),
    n: y.length,
    shape: [features],
    classes: ["a", "b", "c"],
  };
}

function entropy(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].reduce((sum, m) => {
    return sum - (m / values.length) * Math.log(m / values.length);
  }, 0);
}

const close = (a: number, b: number, by = 1e-12): void =>
  assert.ok(Math.abs(a - b) <= by, `${a} against ${b}`);

/** Values of few levels or many, with labels that may depend on them; at least two of each class. */
const labelled = fc
  .record({
    n: fc.integer({ min: 12, max: 60 }),
    levels: fc.constantFrom(1, 2, 3, 16, 1000),
    dependence: fc.double({ min: 0, max: 1, noNaN: true }),
    seed: fc.nat(1e6),
  })
  .map(({ n, levels, dependence, seed }) => {
    const rng = Rng.fromSeed(seed);
    const x = Array.from({ length: n }, () => rng.integer(levels));
    const y = x.map((v, i) => {
      if (i < 6) return i % 3;
      return rng.uniform() < dependence ? v % 3 : rng.integer(3);
    });
    return { x, y, rng };
  });

describe("mutual information", () => {
  it("is at least 0, at most the entropies of label and feature, and decided by the data", () => {
    fc.assert(
      fc.property(labelled, fc.integer({ min: 1, max: 9 }), ({ x, y }, neighbors) => {
        const [found, twin] = mutualInformation(dataset([x, x], y), { neighbors });
        assert.equal(found, twin);
        assert.ok(found >= 0);
        assert.ok(found <= entropy(y) + 1e-12, `${found} above the label's ${entropy(y)}`);
        assert.ok(found <= entropy(x) + 1e-12, `${found} above the feature's ${entropy(x)}`);
        for (const seed of [1, 2]) {
          const options = { neighbors, rng: Rng.fromSeed(seed) };
          assert.equal(mutualInformation(dataset([x, x], y), options)[0], found);
        }
      }),
    );
  });

  it("does not change with the unit or the sign of a feature, or the order of the rows", () => {
    const scale = fc.constantFrom(2 ** -120, 1e-30, 0.1, 1 / 255, -1, -7.3, 3e4, 1e30);
    fc.assert(
      fc.property(
        labelled,
        scale,
        fc.integer({ min: -20, max: 20 }),
        ({ x, y, rng }, by, offset) => {
          const [before] = mutualInformation(dataset([x], y));
          const order = [...rng.permutation(y.length)];
          const moved = order.map((i) => by * (x[i] + offset));
          const [after] = mutualInformation(
            dataset(
              [moved],
              order.map((i) => y[i]),
            ),
          );
          close(after, before, 1e-9);
        },
      ),
    );
  });

  it("of a constant is exactly 0, also where one class is rare, and below that of a real feature", () => {
    const n = 10_000;
    for (let seed = 0; seed < 5; seed++) {
      const rng = Rng.fromSeed(seed);
      const y = Array.from({ length: n }, (_, i) => (i < 30 ? 1 : 0));
      const real = y.map((label) => rng.normal() + 1.5 * label);
      const data = dataset([y.map(() => 0.1), real, y.map(() => -3e38)], y);
      const [constant, useful, huge] = mutualInformation(data);
      assert.deepEqual([constant, huge], [0, 0]);
      assert.ok(useful > 0);
      assert.deepEqual(selectByMutualInformation({ features: 1 }).fit(data).state.columns, [1]);
    }
  });

  it("of a feature that is the label is the label's entropy, also in small classes", () => {
    for (const y of [
      [0, 0, 1, 1],
      [0, 0, 1, 1, 2, 2, 2],
      Array.from({ length: 300 }, (_, i) => (i < 3 ? 2 : i % 2)),
    ])
      close(mutualInformation(dataset([y], y), { neighbors: 1 })[0], entropy(y));
  });

  it("of nearly constant features is small, and 0 where what varies has nothing to do with the label", () => {
    const n = 400;
    const y = Array.from({ length: n }, (_, i) => i % 2);
    const once = y.map((_, i) => (i === 7 ? 1 : 0));
    const information = mutualInformation(dataset([once, once.map((v) => 1e6 + v)], y));
    assert.equal(information[0], information[1]);
    assert.ok(information[0] <= entropy(once));
    const pairs = y.map((_, i) => Math.floor(i / 2) % 4);
    assert.equal(mutualInformation(dataset([pairs], y))[0], 0);
  });

  it("of pixels is the mean of what scikit-learn finds with ten seeds of its noise", () => {
    const { digitsMean, digitsSd }: Record<string, number[]> = JSON.parse(
      readFileSync("test/fixtures/features/mutualInformation.json", "utf8"),
    );
    const information = mutualInformation(loadDigits());
    let bias = 0;
    for (const [j, mean] of digitsMean.entries()) {
      close(information[j], mean, 2 * Math.max(digitsSd[j], 2e-3));
      bias += (information[j] - mean) / digitsMean.length;
    }
    close(bias, 0, 3e-3);
  });

  it("leaves out classes of one example, and is 0 where one class is left", () => {
    const x = [1, 2, 3, 4, 5, 6, 7];
    const with1 = mutualInformation(dataset([x], [0, 0, 0, 1, 1, 1, 2]));
    const without = mutualInformation(dataset([x.slice(0, 6)], [0, 0, 0, 1, 1, 1]));
    assert.deepEqual(with1, without);
    assert.deepEqual([...mutualInformation(dataset([x], [0, 0, 0, 0, 0, 0, 2]))], [0]);
    assert.deepEqual([...mutualInformation(dataset([[1, 2, 3]], [0, 1, 2]))], [0]);
  });

  it("refuses what is no number", () => {
    const data = dataset([[1, 2, Number.NaN, 4]], [0, 0, 1, 1]);
    assert.throws(() => mutualInformation(data), {
      name: "ArgumentError",
      message: "mutualInformation: x must be finite, at row 2, column 0, got NaN",
    });
    assert.throws(
      () => selectByMutualInformation({ features: 1, neighbors: 0 }),
      /selectByMutualInformation: neighbors must be a positive integer, got 0/,
    );
  });
});

it("values within a distance are counted, wherever the last count was made", () => {
  const value = fc.integer({ min: -8, max: 8 });
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 40 }),
      fc.array(fc.tuple(value, fc.integer({ min: 0, max: 9 })), { minLength: 1, maxLength: 20 }),
      (values, questions) => {
        const ball = new SortedBall(Float32Array.from(values).sort());
        for (const [x, radius] of questions) {
          const within = values.filter((v) => Math.abs(v - x) <= radius).length;
          assert.equal(ball.closed(x, radius), within);
          const inside = values.filter((v) => Math.abs(v - x) < radius).length;
          if (radius > 0) assert.equal(ball.open(x, radius), inside);
        }
      },
    ),
  );
});

describe("the mean over all ways to break ties", () => {
  const harmonic = new Float64Array(200);
  for (let m = 1; m < harmonic.length; m++) harmonic[m] = harmonic[m - 1] + 1 / m;

  it("is that of all orders, counted one by one", () => {
    for (const [all, own, wanted, nearer] of [
      [1, 1, 1, 0],
      [5, 2, 1, 0],
      [5, 2, 2, 3],
      [7, 3, 2, 1],
      [6, 6, 4, 2],
    ]) {
      let sum = 0;
      let orders = 0;
      for (let set = 0; set < 2 ** all; set++) {
        const places = Array.from({ length: all }, (_, i) => i + 1).filter(
          (p) => (set >> (p - 1)) & 1,
        );
        if (places.length !== own) continue;
        sum += harmonic[nearer + places[wanted - 1] - 1];
        orders++;
      }
      close(meanHarmonic(harmonic, nearer, { own, all }, wanted), sum / orders);
    }
  });

  it("has a closed form where no point is nearer", () => {
    for (const [all, own, wanted] of [
      [150, 12, 3],
      [150, 150, 5],
      [150, 60, 60],
    ]) {
      // E H(m − 1) = H(wanted − 1) + H(all) − H(own)
      const expected = harmonic[wanted - 1] + harmonic[all] - harmonic[own];
      close(meanHarmonic(harmonic, 0, { own, all }, wanted), expected, 1e-10);
    }
  });
});
