import assert from "node:assert/strict";
import { test } from "node:test";
import { seedsFrom } from "batchwise";

test("seeds follow one another from the first on", () => {
  assert.deepEqual(seedsFrom(0, 2), [0, 1]);
  assert.deepEqual(seedsFrom(100, 3), [100, 101, 102]);
});

test("a first seed that is none, and no seeds, are refused", () => {
  assert.throws(() => seedsFrom(-1, 2), /seedsFrom: first must be an integer from 0 on, got -1/);
  assert.throws(() => seedsFrom(0, 0), /seedsFrom: count must be a positive integer, got 0/);
});
