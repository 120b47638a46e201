import assert from "node:assert/strict";
import { test } from "node:test";
import { type Row, scatterChart } from "batchwise";
import type { Json } from "batchwise/plot";

const rows = [
  { map: "a", x: 1, y: 2, digit: "7", image: 0 },
  { map: "a", x: 3, y: 4, digit: "2", image: 1 },
  { map: "b", x: 5, y: 6, digit: "7", image: 0 },
];
const options = { title: "Map", x: "x", y: "y", label: "digit" };
const pictures = {
  of: { x: Float32Array.from([0, 1, 0.5, 2, -1, 0.2, 1, 1]), shape: [2, 2, 1] },
  column: "image",
};

test("each label has its colour and points in each panel, and labels of one character stand there", () => {
  const { data, layout } = scatterChart<Row>(rows, { ...options, panel: "map" });
  assert.deepEqual(
    data.map(({ name, x, y, xaxis, text }) => ({ name, x, y, xaxis, text })),
    [
      { name: "2", x: [3], y: [4], xaxis: "x", text: "2" },
      { name: "7", x: [1], y: [2], xaxis: "x", text: "7" },
      { name: "2", x: [], y: [], xaxis: "x2", text: "2" },
      { name: "7", x: [5], y: [6], xaxis: "x2", text: "7" },
    ],
  );
  const colors = data.map(({ textfont }) => JSON.stringify(textfont));
  assert.equal(new Set(colors).size, 2);
  assert.equal(colors[0], colors[2]);
  assert.ok("yaxis2" in layout && !("yaxis3" in layout));
});

test("longer labels are dots with a legend, and axes that mean something have titles", () => {
  const named = rows.map((row) => ({ ...row, digit: `digit ${row.digit}` }));
  const axes = { x: "first, cm", y: "second, cm" };
  const { data, layout } = scatterChart<Row>(named, { ...options, axes });
  assert.deepEqual(
    data.map(({ mode, showlegend }) => [mode, showlegend]),
    [
      ["markers", true],
      ["markers", true],
    ],
  );
  assert.match(JSON.stringify([layout["xaxis"], layout["yaxis"]]), /first, cm.*second, cm/);
});

test("pictures travel as text, once, and points name theirs", () => {
  const { data, layout } = scatterChart<Row>(rows, { ...options, pictures });
  assert.deepEqual(layout["meta"], {
    pictures: { rows: 2, columns: 2, pixels: ["0f8f", "03ff"] },
  } satisfies Json);
  assert.deepEqual(
    data.map(({ customdata }) => customdata),
    [[1], [0, 0]],
  );
});

test("names from data are never markup", () => {
  const hostile = [{ x: 1, y: 1, digit: "<b>", map: "<i>" }];
  const { data, layout } = scatterChart<Row>(hostile, { ...options, title: "<u>", panel: "map" });
  assert.doesNotMatch(JSON.stringify([data, layout]), /<(b|i|u)>/);
});

test("rows and pictures that cannot be drawn are refused", () => {
  assert.throws(() => scatterChart<Row>([], options), /at least one row/);
  assert.throws(() => scatterChart<Row>([{ x: 1, y: 1 }], options), /the column "digit"/);
  assert.throws(
    () => scatterChart<Row>([{ x: "1", y: 1, digit: 1 }], options),
    /column "x" must hold finite numbers, got "1"/,
  );
  const colour = { of: { ...pictures.of, shape: [2, 1, 2] }, column: "image" };
  assert.throws(() => scatterChart<Row>(rows, { ...options, pictures: colour }), /images of shape/);
});
