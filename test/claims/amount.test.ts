/** Figures of answers, as a reader takes them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { amount, plainAmount } from "batchwise/dist/claims/amount.js";
import { assert as checkProperty, integer, property } from "fast-check";

const numbers = (text: string): number[] =>
  [...text.replaceAll("−", "-").matchAll(/-?[\d.]+/g)].map(([number]) => Number(number));

test("as many digits as the interval allows, with the unit", () => {
  assert.equal(
    amount({ estimate: 0.767, low: 0.5, high: 1.083 }, "points"),
    "0.77 points [0.50, 1.08]",
  );
  assert.equal(amount({ estimate: 0.974, low: 0.868, high: 0.995 }, "share", []), "97 % [87, 100]");
  assert.equal(amount({ estimate: 1, low: 0, high: 2 }, "doublings", []), "2.0 × [1.0, 4.0]");
  assert.equal(amount({ estimate: 53, low: 44, high: Infinity }, "examples", []), "53 [44, ∞]");
  assert.equal(
    amount({ estimate: 0.0012, low: 0.0008, high: 0.0017 }, "seconds"),
    "1.2 ms [0.8, 1.7]",
  );
  assert.equal(plainAmount(0.5, "seconds"), "500 ms");
  assert.equal(amount({ estimate: 3, low: 3, high: 3 }, "seconds"), "3 s (no interval)");
  assert.equal(plainAmount(-0.5, "points"), "−0.5 points");
});

test("no end is rounded across a limit or onto it", async () => {
  await checkProperty(
    property(
      integer({ min: -20_000, max: 20_000 }),
      integer({ min: 1, max: 20_000 }),
      (middle, half) => {
        const [estimate, low, high] = [middle, middle - half, middle + half].map((x) => x / 10_000);
        const [, from, to] = numbers(amount({ estimate, low, high }, "points", [0, 0.5, -0.5]));
        for (const limit of [0, 0.5, -0.5]) {
          assert.equal(Math.sign(from - limit), Math.sign(low - limit), `${low}: ${from}`);
          assert.equal(Math.sign(to - limit), Math.sign(high - limit), `${high}: ${to}`);
        }
      },
    ),
  );
});
