import assert from "node:assert/strict";
import { test } from "node:test";
import type { Row } from "batchwise";
import { curvesWithPoints, extent, fixed } from "batchwise/plot";

const curves = [
  { line: "SGD", x: 1, y: 3 },
  { line: "SGD", x: 2, y: 2 },
  { line: "Adam", x: 1, y: 2 },
];
const options = { title: "Steps", x: "x", y: "y", line: "line" };

test("points have their curve's colour and its place in the legend, and are grey without one", () => {
  const points = [
    { line: "Adam", x: 1, y: 2.5, low: 2, high: 4 },
    { line: "measured", x: 1, y: 1, low: 1, high: 1 },
  ];
  const whiskers = ["low", "high"] as const;
  const { data } = curvesWithPoints<Row>(curves, { ...options, points, whiskers });
  assert.deepEqual(
    data.map((trace) => [trace["mode"], trace["name"], trace["showlegend"]]),
    [
      ["lines", "SGD", undefined],
      ["lines", "Adam", undefined],
      ["markers", "Adam", false],
      ["markers", "measured", true],
    ],
  );
  const colour = (of: string, i: number): unknown => Reflect.get(data[i][of] as object, "color");
  assert.equal(colour("marker", 2), colour("line", 1));
  assert.equal(colour("marker", 3), "rgb(128, 128, 128)");
  const bar = data[2]["error_y"] as { array: number[]; arrayminus: number[] };
  assert.deepEqual([bar.array, bar.arrayminus], [[1.5], [0.5]]);
});

test("points without the columns are refused", () => {
  assert.throws(
    () => curvesWithPoints<Row>(curves, { ...options, points: [{ line: "SGD", x: 1 }] }),
    /points must have the column "y"/,
  );
});

test("numbers in words have a true minus sign and ∞", () => {
  assert.equal(fixed(-1.25, 1), "−1.3");
  assert.equal(fixed(-0.04, 1), "0.0");
  assert.equal(fixed(Number.NEGATIVE_INFINITY, 2), "−∞");
  assert.equal(extent([2, 1.04, Number.POSITIVE_INFINITY], 1), "1.0 to ∞");
});
