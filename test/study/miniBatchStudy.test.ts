import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  ArgumentError,
  LogisticRegression,
  loadDigits,
  type Splits,
  split,
  standardize,
  take,
} from "batchwise";
import { type MiniBatchStudyOptions, miniBatchStudy } from "batchwise/study";

const few = take(
  loadDigits(),
  Array.from({ length: 300 }, (_, i) => i),
);
const options: MiniBatchStudyOptions = {
  sizes: [10, "full", 100_000],
  passes: [1, 4, 12],
  seeds: [0, 1],
};

function splitOf(seed: number): Splits {
  const { train, valid, test } = split(few, { seed });
  const scale = standardize().fit(train);
  return { train: scale.transform(train), valid, test: scale.transform(test) };
}

describe("miniBatchStudy", () => {
  it("gives a row for each seed, size and number of passes", async () => {
    const rows = await miniBatchStudy(few, options);
    assert.equal(rows.length, 2 * 3 * 3);
    const n = rows.find(({ batchSize }) => batchSize === "full")?.batchRows ?? 0;
    for (const { passes, batchRows, updates, excess, accuracy, overlap } of rows) {
      assert.equal(overlap, splitOf(0).test.n / n);
      assert.equal(updates, passes * Math.ceil(n / batchRows));
      assert.ok(excess > 0, "no descent of a few passes is at the minimum");
      assert.ok(accuracy >= 0 && accuracy <= 100);
    }
  });

  it("compares each accuracy with that of the exact minimum on the same division", async () => {
    const rows = await miniBatchStudy(few, { ...options, sizes: [10] });
    for (const seed of options.seeds) {
      const { train, test } = splitOf(seed);
      const minimum = new LogisticRegression({ solver: "newton-cg", tol: 1e-10 }).fit(train);
      const expected = 100 * minimum.score(test);
      for (const { accuracy, fromMinimum } of rows.filter((row) => row.seed === seed))
        assert.equal(fromMinimum, accuracy - expected);
    }
  });

  it("treats a batch of more than there is as the full batch, and repeats itself", async () => {
    const rows = await miniBatchStudy(few, options);
    const of = (size: unknown) =>
      rows.filter(({ batchSize }) => batchSize === size).map(({ batchSize: _, ...row }) => row);
    assert.deepEqual(of("full"), of(100_000));
    assert.deepEqual(await miniBatchStudy(few, options), rows);
  });

  it("brings a tuned size nearer to the minimum with every look", async () => {
    const rows = await miniBatchStudy(few, { ...options, sizes: [10] });
    for (const [i, { passes, excess }] of rows.entries())
      if (passes > 1) assert.ok(excess < rows[i - 1].excess);
  });

  it("refuses no sizes, no passes and passes that do not rise, before any work", async () => {
    for (const wrong of [{ sizes: [] }, { passes: [] }, { passes: [3, 3] }, { passes: [0] }])
      await assert.rejects(miniBatchStudy(few, { ...options, ...wrong }), ArgumentError);
  });
});
