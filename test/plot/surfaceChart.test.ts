import assert from "node:assert/strict";
import { test } from "node:test";
import type { Row } from "batchwise";
import { intervalChart, type Json, surfaceChart } from "batchwise/plot";

const rows = ["a", "<b>"].flatMap((model) =>
  [0, 1].flatMap((y) => [2, 3].map((x) => ({ model, x, y, loss: 10 ** (x + y - 2) }))),
);
const options = { title: "<u>", x: "x", y: "y", z: "loss", panel: "model" };

test("each panel is a surface of its own, row by row, on one scale", () => {
  const { data, layout } = surfaceChart<Row>(rows, options);
  assert.deepEqual(
    data.map(({ type, scene }) => [type, scene]),
    [
      ["surface", "scene"],
      ["surface", "scene2"],
    ],
  );
  assert.deepEqual(
    [data[0]["x"], data[0]["y"], data[0]["z"]],
    [
      [2, 3],
      [0, 1],
      [
        [1, 10],
        [10, 100],
      ],
    ],
  );
  assert.match(JSON.stringify(layout["scene2"]), /"range":\[1,100\]/);
});

test("on a log axis the height is the logarithm, the hover text and the ticks the number", () => {
  const { data, layout } = surfaceChart<Row>(rows, { ...options, zAxis: { log: true } });
  assert.deepEqual(data[0]["z"], [
    [0, 1],
    [1, 2],
  ]);
  assert.deepEqual(data[0]["customdata"], [
    [1, 10],
    [10, 100],
  ]);
  const ticks = (layout["coloraxis"] as Record<string, Json>)["colorbar"];
  assert.match(JSON.stringify(ticks), /"ticktext":\["1","2","5","10","20","50","100"\]/);
});

test("a height that is not finite leaves a hole", () => {
  const broken = rows.map((row, i) => (i === 3 ? { ...row, loss: Number.NaN } : row));
  assert.deepEqual(surfaceChart<Row>(broken, options).data[0]["z"], [
    [1, 10],
    [10, null],
  ]);
});

test("names from data are never markup, and what is no grid is refused", () => {
  assert.doesNotMatch(JSON.stringify(surfaceChart<Row>(rows, options)), /<(u|b)>/);
  assert.throws(() => surfaceChart<Row>([], options), /at least one row/);
  assert.throws(() => surfaceChart<Row>(rows.slice(1), options), /every point of the grid/);
  assert.throws(() => surfaceChart<Row>([{ ...rows[0], x: "1" }], options), /must hold numbers/);
});

const estimates = [
  { measure: "λ", net: "plain", estimate: 1, low: 0.5, high: 2 },
  { measure: "φ", net: "plain", estimate: -1, low: -3, high: 0 },
  { measure: "λ", net: "<i>", estimate: 0, low: -1, high: 1 },
];
const intervals = {
  title: "t",
  label: "measure",
  estimate: "estimate",
  interval: ["low", "high"] as const,
  series: "net",
  xTitle: "x",
};

test("intervals reach from their low end to their high end, the first label on top", () => {
  const { data, layout } = intervalChart<Row>(estimates, intervals);
  const [plain, other] = data;
  const error = plain["error_x"] as Record<string, Json>;
  assert.deepEqual(
    [error["array"], error["arrayminus"]],
    [
      [1, 1],
      [0.5, 2],
    ],
  );
  const [first, second] = plain["y"] as number[];
  assert.equal(second - first, 1);
  assert.ok((other["y"] as number[])[0] > first);
  assert.match(JSON.stringify(layout["yaxis"]), /"ticktext":\["λ","φ"\],"range":\[1.5,-0.5\]/);
  assert.doesNotMatch(JSON.stringify(data), /<i>/);
});

test("estimates that cannot be drawn are refused", () => {
  assert.throws(() => intervalChart<Row>([], intervals), /at least one row/);
  assert.throws(
    () => intervalChart<Row>([{ measure: "a", net: "b" }], intervals),
    /must hold numbers/,
  );
});
