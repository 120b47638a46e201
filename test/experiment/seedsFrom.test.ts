import assert from "node:assert/strict";
import { test } from "node:test";
import { seedsFrom } from "batchwise";

test("seeds are whole numbers in a row", () => {
  assert.deepEqual(seedsFrom(100, 3), [100, 101, 102]);
  assert.throws(() => seedsFrom(-1, 3), /first must be a whole number from 0 on, got -1/);
  assert.throws(() => seedsFrom(0, 0), /count must be a positive integer, got 0/);
});
