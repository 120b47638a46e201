import assert from "node:assert/strict";
import { test } from "node:test";
import { meansBy, table } from "batchwise";
import { DISPLAY, estimateTable, factorWithInterval } from "batchwise/plot";

const text = (shown: { [DISPLAY](): unknown }): string =>
  String(Reflect.get(Object(shown[DISPLAY]()), "text/plain"));

const runs = [
  { optimizer: "SGD", accuracy: 90 },
  { optimizer: "SGD", accuracy: 92 },
  { optimizer: "Adam", accuracy: 95 },
  { optimizer: "Adam", accuracy: 95 },
];
const means = meansBy(runs, { by: ["optimizer"], value: "accuracy" });

test("an estimate stands beside its interval and its number of seeds, whose sameness is said", () => {
  // Student's t with one degree of freedom: 91 ± 12.7062 · 1.
  assert.equal(
    text(estimateTable(means, { by: ["optimizer"], estimate: "accuracy, %", digits: 1 })),
    [
      "optimizer  accuracy, %  95 % interval  seeds",
      "SGD               91.0  78.3 to 103.7      2",
      "Adam              95.0  all equal          2",
    ].join("\n"),
  );
});

test("further columns follow in their own form, and the caller names what n counts", () => {
  const rows = means.slice(0, 1).map((row) => ({ ...row, least: 0.123 }));
  const options = { by: ["optimizer"], estimate: "mean", digits: 0, units: "rounds" } as const;
  const shown = text(
    estimateTable(rows, { ...options, more: ["least"], format: { least: 2 }, caption: "Runs" }),
  );
  assert.equal(
    shown,
    "Runs\noptimizer  mean  95 % interval  rounds  least\nSGD          91  78 to 104           2   0.12",
  );
});

test("a table writes all numbers in the same digits, but for columns that have a format", () => {
  const shown = text(table([{ size: 8, a: 1.25, b: 2 }], { digits: 1, format: { size: 0 } }));
  assert.equal(shown, "size    a    b\n   8  1.3  2.0");
});

test("doublings are written as factors in two digits, however large or small", () => {
  assert.equal(factorWithInterval({ estimate: 2.7, low: 2.6, high: 2.8 }), "6.5 × (6.1 to 7)");
  assert.equal(factorWithInterval({ estimate: -4, low: -7, high: 7 }), "0.063 × (0.0078 to 130)");
});
