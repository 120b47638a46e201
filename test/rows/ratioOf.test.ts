import assert from "node:assert/strict";
import { test } from "node:test";
import { doublingsOf, ratioOf } from "batchwise/rows";

test("a ratio is the geometric mean over seeds of one side ÷ the other, with the interval of the doublings", () => {
  const rows = [1, 2, 4].flatMap((times, seed) => [
    { seed, size: 120, steps: 6 * times * (seed + 1) },
    { seed, size: 8, steps: 2 * (seed + 1) },
  ]);
  const options = { a: { size: 120 }, b: { size: 8 }, value: "steps" } as const;
  const ratio = ratioOf(rows, options);
  const { low, high } = doublingsOf(rows, options);
  assert.ok(Math.abs(ratio.estimate - 6) < 1e-12); // 3, 6 and 12
  assert.deepEqual([ratio.low, ratio.high, ratio.n], [2 ** low, 2 ** high, 3]);
});
