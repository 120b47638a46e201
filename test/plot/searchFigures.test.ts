import assert from "node:assert/strict";
import { test } from "node:test";
import type { Row } from "batchwise";
import { contourMap, dotChart, parallelCoordinates } from "batchwise/plot";

const rows = [
  { rate: 1, kind: "a", loss: 3 },
  { rate: 10, kind: "<b>", loss: 1 },
  { rate: 100, kind: "a", loss: Number.POSITIVE_INFINITY },
  { rate: 1000, kind: "a", loss: 2 },
  ...[2, 3, 4, 5].map((rate) => ({ rate, kind: "a", loss: 9 })),
];
const axes = [{ column: "rate", log: true }, { column: "kind" }];
const lines = { title: "Trials", axes, value: "loss" };

test("the best rows are drawn last and apart, failed ones among the others", () => {
  const { data } = parallelCoordinates(rows, { ...lines, best: [0.1, 0.3] });
  assert.deepEqual(
    data.map(({ name }) => name),
    ["the others", "best 30 %", "best 10 %"],
  );
  const starts = data.map(({ x }) => (Array.isArray(x) ? x[0] : undefined));
  const third = (power: number): number => Number((power / 3).toFixed(9));
  assert.deepEqual(
    starts.slice(1).map((x) => Number(Number(x).toFixed(9))),
    [third(3), third(1)],
  );
});

test("a number lies by its logarithm, a category in its own part of the axis", () => {
  const { data } = parallelCoordinates(rows, { ...lines, best: [1, 1] });
  const [{ x, y }] = data;
  assert.ok(Array.isArray(x) && Array.isArray(y));
  const places = (axis: number): number[] => x.filter((_, i) => y[i] === axis).map(Number);
  const first = places(0).sort((a, b) => a - b);
  assert.equal(first[0], 0);
  assert.equal(first[first.length - 1], 1);
  const kinds = places(1);
  assert.equal(kinds.filter((at) => at > 0.5).length, 1, "the one row of the other kind");
  assert.ok(kinds.every((at) => at > 0 && at < 1));
});

test("names from data are text, not markup", () => {
  const text = JSON.stringify(parallelCoordinates(rows, lines).layout);
  assert.ok(text.includes("&lt;b&gt;") && !text.includes('"<b>"'));
  const dots = dotChart<Row>([{ name: "<i>", value: 1 }], {
    title: "x",
    label: "name",
    value: "value",
  });
  assert.ok(!JSON.stringify(dots.layout).includes("<i>"));
});

test("dots have whiskers from their intervals, and a stroke to compare with", () => {
  const { data } = dotChart<Row>([{ name: "a", value: 2, low: 1, high: 4, chance: 0.5 }], {
    title: "Dots",
    label: "name",
    value: "value",
    whisker: ["low", "high"],
    stroke: { column: "chance", title: "chance" },
  });
  const whisker = data[0]["error_x"] as { array: number[]; arrayminus: number[] };
  assert.deepEqual([whisker.array, whisker.arrayminus], [[2], [1]]);
  assert.deepEqual(data[1]["x"], [0.5]);
});

const grid = [8, 16, 32].flatMap((x) =>
  [0.1, 1, 10].map((y) => ({ x, y, z: x === 16 && y === 1 ? 1 : 10 })),
);
const map = { title: "Map", x: "x", y: "y", value: "z" };

test("a map holds logarithms in the order of its axes, a failed point is a hole, the best is marked", () => {
  const { data, layout } = contourMap<Row>([{ x: 8, y: 0.1, z: Infinity }, ...grid.slice(1)], map);
  const z = data[0]["z"] as (number | null)[][];
  assert.equal(z[0][0], null);
  assert.deepEqual(z[1], [1, 0, 1]);
  assert.deepEqual([data[1]["x"], data[1]["y"]], [[Math.log10(16)], [0]]);
  assert.deepEqual((layout["xaxis"] as { ticktext: string[] }).ticktext, ["8", "16", "32"]);
});

test("figures refuse what they cannot draw", () => {
  assert.throws(() => parallelCoordinates([], lines), /rows must hold at least one row/);
  assert.throws(
    () => parallelCoordinates(rows, { ...lines, axes: axes.slice(1) }),
    /axes must be at least 2/,
  );
  assert.throws(
    () => parallelCoordinates(rows, { ...lines, axes: [...axes, { column: "no" }] }),
    /rows must have the column "no"/,
  );
  assert.throws(
    () => dotChart<Row>([{ a: "x", b: Number.NaN }], { title: "", label: "a", value: "b" }),
    /column "b" must hold finite numbers/,
  );
  assert.throws(() => contourMap<Row>(grid.slice(0, 3), map), /rows must be a grid/);
  assert.throws(
    () => contourMap<Row>([{ x: 0, y: 1, z: 1 }], map),
    /"x" must hold finite numbers above/,
  );
});
