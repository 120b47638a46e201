import assert from "node:assert/strict";
import { test } from "node:test";
import { CLAIMS, type Condition, type Finding } from "batchwise/claims";
import { decideCondition } from "batchwise/dist/claims/decide.js";
import { assert as checkProperty, constantFrom, integer, property, tuple } from "fast-check";

const found = (low: number, high: number): Finding => ({
  estimate: (low + high) / 2,
  low,
  high,
  level: 0.95,
  n: 20,
});
const condition = (says: Condition["says"]): Condition => ({
  ...CLAIMS.D3.conditions["digits"],
  says,
  smallest: 1,
});
const verdict = (says: Condition["says"], low: number, high: number): string =>
  decideCondition(condition(says), found(low, high));

test("a claim that there is an effect is decided by the region that holds the whole interval", () => {
  assert.equal(verdict("greater", 1, 4), "supported");
  assert.equal(verdict("greater", 0.9, 4), "not settled");
  assert.equal(verdict("greater", 0.1, 0.9), "too small to matter");
  assert.equal(verdict("greater", -0.9, 0.9), "too small to matter");
  assert.equal(verdict("greater", -0.9, 1), "not settled");
  assert.equal(verdict("greater", -4, 4), "not settled");
  assert.equal(verdict("greater", -4, -0.9), "not settled");
  assert.equal(verdict("greater", -4, -1), "reversed");
});

test("a claim that nothing changes is decided by the same regions", () => {
  assert.equal(verdict("equal", -0.9, 0.9), "supported");
  assert.equal(verdict("equal", 0.1, 0.9), "supported");
  assert.equal(verdict("equal", 0.1, 1.1), "not settled");
  assert.equal(verdict("equal", 1, 1.1), "not supported");
  assert.equal(verdict("equal", -4, -2), "not supported");
});

test("an exact figure is decided by its point, a sample without spread never", () => {
  const at = (says: Condition["says"], value: number, exact: boolean): string =>
    decideCondition({ ...condition(says), ...(exact && { exact }) }, found(value, value));
  const points = [-2, -1, -0.5, 0, 0.5, 1, 2];
  assert.deepEqual(
    points.map((value) => at("greater", value, true)),
    [
      ...["reversed", "reversed", "too small to matter", "too small to matter"],
      ...["too small to matter", "supported", "supported"],
    ],
  );
  assert.deepEqual(
    points.map((value) => at("equal", value, true)),
    [
      ...["not supported", "not supported", "supported", "supported"],
      ...["supported", "not supported", "not supported"],
    ],
  );
  for (const says of ["greater", "equal"] as const)
    for (const value of points) assert.equal(at(says, value, false), "not settled");
});

const says = constantFrom("greater" as const, "equal" as const);
const ends = tuple(integer({ min: -40, max: 40 }), integer({ min: -40, max: 40 })).map((two) =>
  two.map((tenths) => tenths / 10).sort((a, b) => a - b),
);

test("reversing the sign of an effect turns supported into reversed and leaves the rest", async () => {
  const turned: Record<string, string> = { supported: "reversed", reversed: "supported" };
  await checkProperty(
    property(says, ends, (claim, [low, high]) => {
      const [one, other] = [verdict(claim, low, high), verdict(claim, -high, -low)];
      assert.equal(other, claim === "greater" ? (turned[one] ?? one) : one);
    }),
    { numRuns: 1000, seed: 1 },
  );
});

test("a wider interval never decides more, and never otherwise", async () => {
  const more = integer({ min: 0, max: 30 }).map((tenths) => tenths / 10);
  await checkProperty(
    property(says, ends, more, more, (claim, [low, high], left, right) => {
      if (low === high) return;
      const [narrow, wide] = [verdict(claim, low, high), verdict(claim, low - left, high + right)];
      assert.ok(wide === narrow || wide === "not settled");
    }),
    { numRuns: 1000, seed: 1 },
  );
});
