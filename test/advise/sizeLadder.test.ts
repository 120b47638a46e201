import assert from "node:assert/strict";
import { test } from "node:test";
import { ladder } from "batchwise/dist/advise/plan/sizeLadder.js";
import { assert as checkProperty, integer, option, property } from "fast-check";

test("sizes are those nearest to the noise scale, with one below the anchor", () => {
  const sizes = (noise: number | undefined, n = 5000): number[] =>
    ladder({ anchor: 32, smallest: 1, largest: n, count: 5, few: false, noise });
  assert.deepEqual(sizes(undefined), [2, 8, 32, 128, 512]);
  assert.deepEqual(sizes(500), [8, 32, 128, 512, 2048]);
  assert.deepEqual(
    sizes(1e6, 1e6),
    [8, 32, 131072, 524288, 32768].sort((a, b) => a - b),
  );
  assert.deepEqual(sizes(4), [2, 8, 32, 128, 512]);
  assert.deepEqual(
    ladder({ anchor: 32, smallest: 1, largest: 90, count: 3, few: true, noise: 5 }),
    [8, 32, 90],
  );
});

test("sizes rise, hold the anchor, and none is above the examples", async () => {
  await checkProperty(
    property(
      integer({ min: 1, max: 300 }),
      integer({ min: 18, max: 100_000 }),
      integer({ min: 3, max: 5 }),
      option(integer({ min: 1, max: 1_000_000 }), { nil: undefined }),
      (current, n, count, noise) => {
        const anchor = Math.min(current, n);
        const sizes = ladder({ anchor, smallest: 1, largest: n, count, few: n < 300, noise });
        assert.ok(sizes.includes(anchor));
        assert.deepEqual(
          sizes,
          [...new Set(sizes)].sort((a, b) => a - b),
        );
        assert.ok(sizes.length >= 2 && sizes[0] >= 1 && sizes[sizes.length - 1] <= n);
        if (anchor >= 4 && n >= 300) assert.ok(sizes[0] < anchor);
      },
    ),
    { seed: 1 },
  );
});
