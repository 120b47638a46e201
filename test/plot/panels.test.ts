import assert from "node:assert/strict";
import { test } from "node:test";
import { lineChart, panels, type Row, table } from "batchwise";
import { DISPLAY } from "batchwise/plot";

const rows = [
  { size: 1, step: 1, seconds: 2, loss: 3 },
  { size: 1, step: 2, seconds: 3, loss: 2 },
  { size: 8, step: 1, seconds: 4, loss: 1 },
];
const chart = (title: string, x: string, y = "loss") =>
  lineChart<Row>(rows, { title, x, y, line: "size" });

test("each panel has axes of its own, and a name stands once in the legend", () => {
  const { data, layout } = panels([chart("a", "step"), chart("b", "seconds")], { title: "<i>" });
  assert.deepEqual(
    data.map(({ name, xaxis, yaxis, showlegend }) => [name, xaxis, yaxis, showlegend ?? true]),
    [
      ["1", "x", "y", true],
      ["8", "x", "y", true],
      ["1", "x2", "y2", false],
      ["8", "x2", "y2", false],
    ],
  );
  assert.equal(layout["showlegend"], true);
  assert.match(JSON.stringify(layout["grid"]), /"rows":1,"columns":2/);
  assert.match(JSON.stringify(layout["title"]), /&lt;i&gt;/);
  assert.match(
    JSON.stringify(layout["annotations"]),
    /"text":"a".*"x domain".*"text":"b".*"x2 domain"/,
  );
});

test("what the upright axis shows is said once in a row, and anew in the next row or where it changes", () => {
  const titles = (columns: number, ...ys: string[]): boolean[] => {
    const { layout } = panels(
      ys.map((y) => chart("", "step", y)),
      { title: "", columns },
    );
    return ys.map((_, i) =>
      JSON.stringify(layout[`yaxis${i === 0 ? "" : i + 1}`]).includes("title"),
    );
  };
  assert.deepEqual(titles(3, "loss", "loss", "loss"), [true, false, false]);
  assert.deepEqual(titles(2, "loss", "loss", "loss"), [true, false, true]);
  assert.deepEqual(titles(3, "loss", "seconds", "loss"), [true, true, true]);
});

test("panels without titles have no headings, and a single line needs no legend", () => {
  const one = lineChart<Row>(rows, {
    title: "",
    x: "step",
    y: "loss",
    band: ["seconds", "seconds"],
  });
  const { data, layout } = panels([one, one], { title: "One" });
  assert.deepEqual([layout["annotations"], layout["showlegend"]], [[], false]);
  assert.equal(data.length, 4);
  assert.throws(() => panels([], { title: "" }), /figures must hold at least one figure, got 0/);
  assert.throws(
    () => panels([one], { title: "", columns: 0 }),
    /columns must be a positive integer/,
  );
});

test("without a column of lines all rows make one, whose hover names no line", () => {
  const { data } = lineChart<Row>(rows, { title: "", x: "step", y: "loss" });
  assert.deepEqual(
    data.map(({ x, showlegend }) => [x, showlegend]),
    [[[1, 2, 1], false]],
  );
  assert.match(String(data[0]["hovertemplate"]), /^%\{xaxis/);
});

test("a broken line is grey and without points, and takes no colour from the others", () => {
  const style = (broken: readonly unknown[], at: number): unknown[] => {
    const { data } = lineChart<Row>(rows, {
      title: "",
      x: "step",
      y: "loss",
      line: "size",
      markers: true,
      broken,
    });
    const { mode, line } = data[at];
    return [mode, line];
  };
  assert.deepEqual(style([8], 1), [
    "lines",
    { color: "rgb(128, 128, 128)", width: 2, dash: "dash" },
  ]);
  assert.deepEqual(style([8], 0), style([], 0));
});

test("a table shows the columns that are asked for, in that order", () => {
  const text = table(rows, { columns: ["loss", "size"] })[DISPLAY]()["text/plain"];
  assert.match(String(text), /^loss {2}size\n {3}3 {5}1\n/);
  assert.throws(() => table(rows, { columns: ["x"] }), /among size, step, seconds, loss, got "x"/);
});

test("the legend's heading stands above its entries, and the figure has room for it below", () => {
  const below = (lineTitle?: string): [heading: unknown, margin: unknown] => {
    const one = lineChart<Row>(rows, {
      ...{ title: "", x: "step", y: "loss", line: "size" },
      ...(lineTitle !== undefined && { lineTitle }),
    });
    const { legend, margin } = panels([one, one], { title: "" }).layout;
    return [Reflect.get(Object(legend), "title"), Reflect.get(Object(margin), "b")];
  };
  assert.deepEqual(below("batch size"), [{ text: "batch size", side: "top" }, 120]);
  assert.deepEqual(below(), [{ text: "size", side: "top" }, 120]);
  assert.deepEqual(below(""), [undefined, 96]);
});
