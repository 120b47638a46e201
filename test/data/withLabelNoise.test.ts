import assert from "node:assert/strict";
import { test } from "node:test";
import { type Dataset, loadDigits, Rng, type Splits, split } from "batchwise";
import { withLabelNoise } from "batchwise/data";
import fc from "fast-check";

const digits = split(loadDigits(), { seed: 0 });
const rng = Rng.fromSeed(1);

/** Rows whose labels differ. */
function changed(before: Dataset, after: Dataset): number[] {
  return [...before.y.keys()].filter((i) => before.y[i] !== after.y[i]);
}

/** A training part with these numbers of examples of each class, in random order. */
function labelled(counts: readonly number[], seed: number): { readonly train: Dataset } {
  const y = Rng.fromSeed(seed).shuffle(
    Int32Array.from(counts.flatMap((count, label) => Array<number>(count).fill(label))),
  );
  const classes = counts.map((_, label) => `class ${label}`);
  return { train: { x: new Float32Array(y.length), y, n: y.length, shape: [1], classes } };
}

test("the share is exact over all, and to one example in every class, whatever the classes' sizes", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 2, maxLength: 7 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(),
      (counts, share, seed) => {
        const parts = labelled([1, ...counts], seed);
        const noisy = withLabelNoise(parts, { share, rng: Rng.fromSeed(seed) });
        const rows = changed(parts.train, noisy.train);
        assert.equal(rows.length, Math.round(share * parts.train.n));
        for (const [label, count] of [1, ...counts].entries()) {
          const own = rows.filter((i) => parts.train.y[i] === label).length;
          assert.ok(Math.abs(own - share * count) <= 1, `${own} of ${count} at ${share}`);
        }
      },
    ),
  );
});

test("valid, test, the features and all other labels stay; the notes say what was done", () => {
  const noisy: Splits = withLabelNoise(digits, { share: 0.2, rng });
  assert.equal(noisy.valid, digits.valid);
  assert.equal(noisy.test, digits.test);
  const { y, notes, ...rest } = noisy.train;
  const { y: clean, ...same } = digits.train;
  assert.deepEqual(rest, same);
  assert.equal(y.length, clean.length);
  assert.deepEqual(notes, [
    `train has wrong labels: ${Math.round(0.2 * clean.length)} of its ${clean.length} examples were moved to another class at random`,
  ]);
  assert.deepEqual(digits.train.y, split(loadDigits(), { seed: 0 }).train.y);
  const noted = { train: { ...digits.train, notes: ["an earlier one"] } };
  const both = withLabelNoise(noted, { share: 0.2, rng }).train.notes;
  assert.deepEqual([both?.length, both?.[0]], [2, "an earlier one"]);
});

test("with share 1 no label is right, and each other class is as likely", () => {
  const parts = labelled([9000, 9000, 9000, 9000], 3);
  const { train } = withLabelNoise(parts, { share: 1, rng });
  const counts = new Map<string, number>();
  train.y.forEach((label, i) => {
    const move = `${parts.train.y[i]} to ${label}`;
    counts.set(move, (counts.get(move) ?? 0) + 1);
  });
  assert.equal(counts.size, 12);
  for (const [move, count] of counts) {
    assert.notEqual(move[0], move.at(-1));
    // Four standard deviations of a share of a third among 9,000.
    assert.ok(Math.abs(count - 3000) < 4 * Math.sqrt(2000), `${move}: ${count}`);
  }
});

test("the stream decides, and which examples are hit does not depend on their order in train", () => {
  const once = withLabelNoise(digits, { share: 0.3, rng });
  assert.deepEqual(withLabelNoise(digits, { share: 0.3, rng }), once);
  const rows = changed(digits.train, once.train);
  const others = changed(
    digits.train,
    withLabelNoise(digits, { share: 0.3, rng: Rng.fromSeed(2) }).train,
  );
  const both = rows.filter((i) => others.includes(i)).length / rows.length;
  assert.ok(Math.abs(both - 0.3) < 4 * Math.sqrt((0.3 * 0.7) / rows.length), `${both}`);
  const early = rows.filter((i) => i < digits.train.n / 2).length / rows.length;
  assert.ok(Math.abs(early - 0.5) < 4 * Math.sqrt(0.25 / rows.length), `${early}`);
});

test("without noise the parts come back as they are; what cannot be used is refused", () => {
  assert.equal(withLabelNoise(digits, { share: 0, rng }), digits);
  for (const share of [-0.1, 1.1, Number.NaN])
    assert.throws(() => withLabelNoise(digits, { share, rng }), {
      name: "ArgumentError",
      message: `withLabelNoise: share must be a number from 0 to 1, got ${share}`,
    });
  assert.throws(() => withLabelNoise(labelled([5], 0), { share: 0.5, rng }), {
    message: "withLabelNoise: train must have at least two classes, got 1",
  });
});
