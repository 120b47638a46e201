import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { lineChart } from "batchwise";

const ticksOf = (values: number[], ticks?: number[]): unknown => {
  const rows = values.map((y, i) => ({ x: i + 1, y, line: "a" }));
  const yAxis = { log: true, ...(ticks && { ticks }) };
  const { layout } = lineChart(rows, { title: "t", x: "x", y: "y", line: "line", yAxis });
  const yaxis: unknown = Reflect.get(layout, "yaxis");
  return typeof yaxis === "object" && yaxis !== null ? Reflect.get(yaxis, "tickvals") : undefined;
};

describe("a log axis", () => {
  it("of little more than a decade is labelled at 1, 2 and 5", () => {
    assert.deepEqual(ticksOf([3, 18]), [1, 2, 5, 10, 20, 50]);
    assert.deepEqual(ticksOf([0.004, 0.03, 0]), [0.001, 0.002, 0.005, 0.01, 0.02, 0.05]);
  });

  it("of several decades keeps its powers of ten, and an empty one its own way", () => {
    assert.equal(ticksOf([1, 1000]), undefined);
    assert.equal(ticksOf([0]), undefined);
  });

  it("is labelled where it is told to be", () => {
    assert.deepEqual(ticksOf([1, 1000], [32, 128]), [32, 128]);
  });
});
