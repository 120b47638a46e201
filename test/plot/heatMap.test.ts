import assert from "node:assert/strict";
import { test } from "node:test";
import { heatMap, type Row } from "batchwise";
import type { Json } from "batchwise/plot";

const rows = [
  { rule: "SGD", size: 8, rate: 0.2, loss: 0.1 },
  { rule: "SGD", size: 8, rate: 0.1, loss: 1 },
  { rule: "SGD", size: "full", rate: 0.1, loss: 100 },
  { rule: "SGD", size: "full", rate: 0.2, loss: Number.POSITIVE_INFINITY },
  { rule: "Adam", size: 8, rate: 0.01, loss: 10 },
];
const options = { title: "Loss", x: "size", y: "rate", value: "loss" };
const one = rows.filter(({ rule }) => rule === "SGD");

test("cells hold the logarithm, lowest rate first; a diverged cell is empty and marked", () => {
  const [map, diverged] = heatMap<Row>(one, options).data;
  assert.deepEqual(map["z"], [
    [0, 2],
    [-1, null],
  ]);
  assert.deepEqual([diverged["x"], diverged["y"]], [[1], [1]]);
});

test("the lowest cell of each column is outlined, and no cell of a column that diverged", () => {
  const outlined = (data: readonly Row[]): (readonly [Json, Json])[] => {
    const shapes = heatMap<Row>(data, options).layout["shapes"];
    assert.ok(Array.isArray(shapes));
    return shapes.map(({ x0, y0 }) => [x0, y0]);
  };
  assert.deepEqual(outlined(one), [
    [-0.5, 0.5],
    [0.5, -0.5],
  ]);
  assert.deepEqual(outlined([one[0], one[1], one[3]]), [[-0.5, 0.5]]);
});

test("rows of one cell are averaged, and one that diverged marks the whole cell", () => {
  const cell = { size: 8, rate: 0.1 };
  const cellOf = (...losses: number[]): Json =>
    heatMap<Row>(
      [...losses.map((loss) => ({ ...cell, loss })), { ...cell, size: 9, loss: 1 }],
      options,
    ).data[0]["z"];
  assert.deepEqual(cellOf(2, 18), [[1, 0]]);
  assert.deepEqual(cellOf(2, Number.NaN), [[null, 0]]);
});

test("each value of the panel column gets a map on axes of its own, all on one colour scale", () => {
  const { data, layout } = heatMap<Row>(rows, { ...options, panel: "rule" });
  assert.deepEqual(
    data.map(({ type, xaxis, yaxis }) => [type, xaxis, yaxis]),
    [
      ["heatmap", "x", "y"],
      ["scatter", "x", "y"],
      ["heatmap", "x2", "y2"],
      ["scatter", "x2", "y2"],
    ],
  );
  assert.deepEqual(data[2]["z"], [[1]]);
  assert.deepEqual(new Set([data[0]["coloraxis"], data[2]["coloraxis"]]), new Set(["coloraxis"]));
  assert.ok("yaxis2" in layout);
});

test("the colour scale ends at the limit", () => {
  const scale = heatMap<Row>(one, { ...options, most: 10 }).layout["coloraxis"];
  assert.match(JSON.stringify(scale), /"cmin":-1,"cmax":1,/);
});

test("names from data are never markup", () => {
  const { data, layout } = heatMap<Row>([{ size: "<b>", rate: 1, loss: 1, rule: "<i>" }], {
    ...options,
    title: "<u>",
    panel: "rule",
  });
  const { text, hovertemplate } = data[0];
  assert.doesNotMatch(JSON.stringify([text, hovertemplate, layout]), /<(b|i|u)>/);
});

test("rows that cannot be drawn are refused", () => {
  assert.throws(() => heatMap<Row>([], options), /at least one row/);
  assert.throws(
    () => heatMap<Row>([{ size: 1, rate: 1 }], options),
    /every row must have the column "loss"/,
  );
  assert.throws(
    () => heatMap<Row>([{ size: 1, rate: 1, loss: 0 }], options),
    /every "loss" must be above 0/,
  );
  assert.throws(() => heatMap<Row>([one[3]], options), /some "loss" must be finite/);
  assert.throws(
    () => heatMap<Row>([{ size: 1, rate: "a", loss: 1 }], options),
    /must hold numbers/,
  );
});
