import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseProfile, lineChart, progressBar, type Row, table } from "batchwise";
import { DISPLAY, escapeText, orderedColors } from "batchwise/plot";

const HOSTILE = `<img src=x onerror="alert('1')"> & co`;

const rows = [
  { batchSize: 1, epoch: 1, loss: 0.5, low: 0.4, high: 0.6 },
  { batchSize: 1, epoch: 2, loss: Number.NaN, low: 0.1, high: 0.3 },
  { batchSize: "full", epoch: 1, loss: 2, low: 1.9, high: 2.1 },
];

test("a line chart draws one line for each value, in order, and a gap for what is not finite", () => {
  const { data, layout } = lineChart<Row>(rows, {
    title: "Loss",
    x: "epoch",
    y: "loss",
    line: "batchSize",
  });
  assert.deepEqual(
    data.map((trace) => trace["name"]),
    ["1", "full"],
  );
  assert.deepEqual(data[0]["x"], [1, 2]);
  assert.deepEqual(data[0]["y"], [0.5, null]);
  assert.equal(JSON.stringify(layout).includes("Loss"), true);
});

test("a band runs along the high ends and back along the low ones", () => {
  const { data } = lineChart<Row>(rows, {
    title: "Loss",
    x: "epoch",
    y: "loss",
    line: "batchSize",
    band: ["low", "high"],
  });
  assert.deepEqual(data[0]["x"], [1, 2, 2, 1]);
  assert.deepEqual(data[0]["y"], [0.6, 0.3, 0.1, 0.4]);
});

test("a column that no row has is refused by name", () => {
  assert.throws(
    () => lineChart<Row>(rows, { title: "", x: "step", y: "loss", line: "batchSize" }),
    /rows must have the column "step"/,
  );
});

test("text from data never becomes markup in figures and tables", () => {
  const options = {
    title: HOSTILE,
    x: "epoch",
    y: "loss",
    line: "name",
    lineTitle: HOSTILE,
    xAxis: { title: HOSTILE },
  };
  const shown = lineChart<Row>([{ name: HOSTILE, epoch: 1, loss: 1 }], options)[DISPLAY]();
  const { data, layout } = shown["application/vnd.plotly.v1+json"] as {
    data: unknown;
    layout: unknown;
  };
  assert.doesNotMatch(
    JSON.stringify([data, layout]).replaceAll("<br>", "").replaceAll("<extra></extra>", ""),
    /</,
  );
  assert.equal(shown["text/plain"], `Figure: ${HOSTILE}`, "the text form is not markup");
  const html = table([{ [HOSTILE]: HOSTILE }], { caption: HOSTILE, headings: {} })[DISPLAY]()[
    "text/html"
  ];
  assert.doesNotMatch(String(html), /<img/);
  assert.equal(
    escapeText(HOSTILE),
    "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; co",
  );
});

test("a table takes rows or a DataFrame and writes numbers as told", () => {
  const fromRows = table(
    [
      { a: 1, b: 0.123456 },
      { a: null, b: -2 },
    ],
    { format: { b: 2 }, headings: { a: "A" } },
  )[DISPLAY]();
  assert.equal(fromRows["text/plain"], "A      b\n1   0.12\n   −2.00");
  const fromFrame = table(
    {
      columns: ["a", "b"],
      values: [
        [1, 0.123456],
        [null, -2],
      ],
    },
    { format: { b: 2 }, headings: { a: "A" } },
  );
  assert.deepEqual(fromFrame[DISPLAY](), fromRows);
  assert.match(String(fromRows["text/html"]), /<td style="text-align: right">0\.12<\/td>/);
});

test("a table writes every minus of a number as one, and an infinite number as ∞", () => {
  const { "text/plain": text } = table([{ a: -1.5e-7 }, { a: Number.NEGATIVE_INFINITY }])[
    DISPLAY
  ]();
  assert.equal(text, "        a\n−1.500e−7\n       −∞");
});

test("a long table says how much it leaves out", () => {
  const many = Array.from({ length: 60 }, (_, i) => ({ i }));
  assert.match(String(table(many)[DISPLAY]()["text/plain"]), /49\n10 more rows$/);
  assert.throws(() => table([]), /rows must hold at least one row/);
});

test("ordered colours run from blue to red without repeating", () => {
  const colors = orderedColors(7);
  assert.equal(new Set(colors).size, 7);
  assert.deepEqual([colors[0], colors[6]], ["rgb(68, 119, 214)", "rgb(209, 73, 91)"]);
});

test("a progress bar shows the end, the rate and the remaining time", (t) => {
  let now = 0;
  t.mock.method(performance, "now", () => now);
  const shown: string[] = [];
  const report = progressBar({ html: (content) => shown.push(content) });
  report({ done: 0, total: 40, unit: "steps" });
  now = 1000;
  report({ done: 10, total: 40, unit: "steps" });
  now = 1099;
  report({ done: 11, total: 40, unit: "steps" });
  report({ done: 40, total: 40, unit: "steps" });
  assert.equal(
    shown.length,
    3,
    "drawings closer than a tenth of a second are left out, but not the last",
  );
  assert.match(shown[1], /█{5}░{15} 10 of 40 steps, 10 a second, 3\.0 s left<\/div>$/);
  assert.match(shown[2], /█{20} 40 of 40 steps, 36 a second, 1\.1 s<\/div>$/);
});

test("the profile comes from NB_PARAMS, and a wrong one is refused", () => {
  const settings = { quick: { seeds: 1 }, standard: { seeds: 2 }, full: { seeds: 3 } };
  const withParameters = (text: string | undefined): unknown => {
    const before = process.env["NB_PARAMS"];
    if (text === undefined) delete process.env["NB_PARAMS"];
    else process.env["NB_PARAMS"] = text;
    try {
      return chooseProfile(settings);
    } finally {
      if (before === undefined) delete process.env["NB_PARAMS"];
      else process.env["NB_PARAMS"] = before;
    }
  };
  assert.deepEqual(withParameters(undefined), { profile: "quick", seeds: 1 });
  assert.deepEqual(withParameters('{"profile":"full"}'), { profile: "full", seeds: 3 });
  assert.throws(
    () => withParameters('{"profile":"fast"}'),
    /NB_PARAMS\.profile must be one of "quick", "standard", "full", got "fast"/,
  );
  assert.throws(() => withParameters("{"), /NB_PARAMS must be a JSON object, got "\{"/);
});

test("a line chart can draw a line for each combination of columns", () => {
  const rows = [1, 2].flatMap((x) => ["a", "b"].map((model) => ({ x, y: x, model, size: 10 })));
  const { data, layout } = lineChart<Row>(rows, {
    title: "t",
    x: "x",
    y: "y",
    line: ["model", "size"],
  });
  assert.deepEqual(
    data.map((trace) => trace["name"]),
    ["a, 10", "b, 10"],
  );
  assert.match(JSON.stringify(layout["legend"]), /model, size/);
});

test("a table shows the columns that are asked for, in that order", () => {
  const text = table([{ a: 1, b: "x", c: 3 }], { columns: ["c", "a"] })[DISPLAY]()["text/plain"];
  assert.equal(text, "c  a\n3  1");
  assert.throws(() => table([{ a: 1 }], { columns: ["b"] }), /columns must be among a, got "b"/);
});
