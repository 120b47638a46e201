import assert from "node:assert/strict";
import { test } from "node:test";
import { answerTable, DISPLAY, type Displayable, estimateTable } from "batchwise/plot";

const textOf = (shown: Displayable): string => String(shown[DISPLAY]()["text/plain"]);
const figure = (low: number, high: number) => ({ estimate: (low + high) / 2, low, high, n: 20 });

test("estimates stand with their interval, n, and what could be detected where it is known", () => {
  const options = { columns: ["size"], estimate: "gain, points" } as const;
  const rows = [
    { size: 8, ...figure(1, 2), smallestDetectable: 0.5 },
    { size: 32, ...figure(-1, 0) },
  ];
  assert.deepEqual(textOf(estimateTable(rows, options)).split("\n"), [
    "With 95 % intervals",
    "size  gain, points            n  detectable",
    "   8  1.50 (1.00 to 2.00)    20  0.50",
    "  32  −0.50 (−1.00 to 0.00)  20",
  ]);
  const bare = rows.map(({ size, estimate, low, high, n }) => ({ size, estimate, low, high, n }));
  const short = textOf(estimateTable(bare, { ...options, digits: 1, caption: "Gains" }));
  assert.match(short, /^Gains, with 95 % intervals\n/);
  assert.doesNotMatch(short, /detectable|1\.50/);
});

test("a part of an answer holds where its whole interval lies beyond the limit", () => {
  const wide = figure(0.3, 1);
  const parts = [
    { says: "above", measured: wide, above: 0 },
    { says: "on the other side", measured: wide, below: 0.2 },
    { says: "across", measured: wide, below: 0.5 },
    { says: "below", measured: wide, below: 1.5 },
    { says: "without a width", measured: figure(1, 1), above: 0 },
  ];
  const lines = textOf(answerTable(parts, { unit: "points" })).split("\n");
  assert.match(lines[1], /^The answer says +In this run +points +n$/);
  assert.deepEqual(
    lines.slice(2).map((line) => line.split(/ {2,}/).slice(0, 2)),
    [
      ["above", "holds"],
      ["on the other side", "does not hold"],
      ["across", "not settled"],
      ["below", "holds"],
      ["without a width", "not settled"],
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
