import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ArgumentError, loadDigits, take } from "batchwise";
import { type MiniBatchStudyOptions, miniBatchStudy } from "batchwise/study";

const few = take(
  loadDigits(),
  Array.from({ length: 300 }, (_, i) => i),
);
const options: MiniBatchStudyOptions = {
  sizes: [10, "full", 100_000],
  passes: [1, 4, 12],
  seeds: [0, 1],
  tuningSeeds: [100],
};

describe("miniBatchStudy", () => {
  it("gives a row for each seed, size and number of passes", async () => {
    const { rows, atMinimum } = await miniBatchStudy(few, options);
    assert.equal(rows.length, 2 * 3 * 3);
    assert.deepEqual(
      atMinimum.map(({ seed }) => seed),
      [0, 1],
    );
    const n = rows.find(({ batchSize }) => batchSize === "full")?.batchRows ?? 0;
    for (const { passes, batchRows, updates, excess, accuracy } of rows) {
      assert.equal(updates, passes * Math.ceil(n / batchRows));
      assert.ok(excess > 0, "no descent of a few passes is at the minimum");
      assert.ok(accuracy >= 0 && accuracy <= 100);
    }
  });

  it("treats a batch of more than there is as the full batch, and repeats itself", async () => {
    const { rows } = await miniBatchStudy(few, options);
    const of = (size: unknown) =>
      rows.filter(({ batchSize }) => batchSize === size).map(({ batchSize: _, ...row }) => row);
    assert.deepEqual(of("full"), of(100_000));
    assert.deepEqual((await miniBatchStudy(few, options)).rows, rows);
  });

  it("brings a tuned size nearer to the minimum with every look", async () => {
    const { rows } = await miniBatchStudy(few, { ...options, sizes: [10] });
    for (const [i, { passes, excess }] of rows.entries())
      if (passes > 1) assert.ok(excess < rows[i - 1].excess);
  });

  it("refuses no sizes, no passes and passes that do not rise, before any work", async () => {
    for (const wrong of [{ sizes: [] }, { passes: [] }, { passes: [3, 3] }, { passes: [0] }])
      await assert.rejects(miniBatchStudy(few, { ...options, ...wrong }), ArgumentError);
  });
});
