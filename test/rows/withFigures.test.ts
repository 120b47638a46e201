import assert from "node:assert/strict";
import { test } from "node:test";
import { differencesBy, meansBy, mediansBy } from "batchwise";
import { differencesFrom } from "batchwise/rows";

const rows = [0, 1, 2, 3, 4, 5].flatMap((seed) =>
  [0.1, 0.2].flatMap((sd) => ["SGD", "Adam"].map((n) => ({ seed, sd, n, accuracy: 90 + seed }))),
);

test("a column that is named like a figure of the result is refused, for one would hide the other", () => {
  assert.throws(() => meansBy(rows, { by: ["sd"], value: "accuracy" }), {
    message: /^meansBy: by must not hold estimate, .*sd.*, the names of figures, got "sd"/,
  });
  const value = "accuracy";
  assert.throws(() => mediansBy(rows, { by: ["n"], value }), /^ArgumentError: mediansBy: by must/);
  const sides = { a: { sd: 0.1 }, b: { sd: 0.2 } };
  assert.throws(() => differencesBy(rows, { by: ["n"], value, ...sides }), /got "n"/);
  const apart = rows.filter(({ sd }) => sd === 0.1);
  assert.throws(
    () => differencesFrom(apart, { base: "SGD", by: [], column: "n", value }),
    /^ArgumentError: differencesFrom: .*got "n"/,
  );
});
