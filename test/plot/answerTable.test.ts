import assert from "node:assert/strict";
import { test } from "node:test";
import { exactFinding } from "batchwise/claims";
import { answerTable, DISPLAY, type Displayable } from "batchwise/plot";

const textOf = (shown: Displayable): string => String(shown[DISPLAY]()["text/plain"]);
const figure = (low: number, high: number) => ({
  estimate: (low + high) / 2,
  low,
  high,
  level: 0.95,
  n: 20,
});

test("a part of an answer holds where its whole interval lies beyond the limit", () => {
  const wide = figure(0.3, 1);
  const parts = [
    { says: "above", measured: wide, above: 0 },
    { says: "on the other side", measured: wide, below: 0.2 },
    { says: "across", measured: wide, below: 0.5 },
    { says: "below", measured: wide, below: 1.5 },
    { says: "without a width", measured: figure(1, 1), above: 0 },
    { says: "exact", measured: exactFinding(1), above: 0 },
  ];
  const lines = textOf(answerTable(parts, { unit: "points" })).split("\n");
  assert.match(lines[0], /^The answer says +In this run +points +95 % interval +seeds$/);
  assert.deepEqual(
    lines.slice(1).map((line) => line.split(/ {2,}/).slice(0, 2)),
    [
      ["above", "holds"],
      ["on the other side", "does not hold"],
      ["across", "not settled"],
      ["below", "holds"],
      ["without a width", "not settled"],
      ["exact", "holds"],
    ],
  );
  assert.match(lines[6], / exact +1$/);
  const runs = textOf(answerTable(parts, { unit: "points", units: "runs" })).split("\n");
  assert.match(runs[0], / runs$/);
});

test("where all figures are exact, there is neither an interval nor a number of seeds", () => {
  const parts = [{ says: "exact", measured: exactFinding(2), above: 3 }];
  assert.deepEqual(
    textOf(answerTable(parts, { unit: "relative" }))
      .split("\n")
      .map((line) => line.trim().split(/ {2,}/)),
    [
      ["The answer says", "In this run", "relative"],
      ["exact", "does not hold", "2.00"],
    ],
  );
});

test("an answer needs parts, and each of them one limit", () => {
  const unit = { unit: "points" };
  assert.throws(() => answerTable([], unit), /parts must hold at least one part, got 0/);
  for (const limits of [{}, { above: 0, below: 1 }])
    assert.throws(
      () => answerTable([{ says: "both", measured: figure(0, 1), ...limits }], unit),
      /"both" must have a limit above or below, and not both/,
    );
});
