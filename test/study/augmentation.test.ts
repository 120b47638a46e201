import assert from "node:assert/strict";
import { test } from "node:test";
import { loadDigits, Rng, take } from "batchwise";
import { augmentedRows, confusionChange } from "batchwise/study";

const data = loadDigits();
const rng = Rng.fromSeed(1);

test("a change of confusions is in percent of the true class over all runs", () => {
  const before = [{ confusion: [9, 1, 0, 10] }, { confusion: [10, 0, 2, 8] }];
  const after = [{ confusion: [6, 4, 0, 10] }];
  assert.deepEqual(confusionChange(before, after, ["a", "b"]), [
    { truth: "a", takenFor: "b", before: 5, after: 40, change: 35 },
    { truth: "b", takenFor: "a", before: 10, after: 0, change: -10 },
  ]);
  assert.throws(() => confusionChange([{}], after, ["a", "b"]), /must hold a confusion/);
});

test("rows of augmented images begin with the images as they are", () => {
  const few = take(data, [0, 1, 2]);
  const rows = augmentedRows(few, { mix: { kind: "mixup", alpha: 1 } }, rng);
  assert.deepEqual(
    rows.map(({ name }) => name),
    ["as they are", "mix"],
  );
  assert.deepEqual(rows[0].images.x, few.x);
  assert.notDeepEqual(rows[1].images.x, few.x);
  assert.equal(rows[1].images.n, 3);
});
