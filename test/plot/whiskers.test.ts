/** Intervals of several lines: bands of one or two, whiskers side by side of three and more. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { lineChart } from "batchwise/plot";

const rows = ["a", "b", "c"].flatMap((name, i) =>
  [1, 10, 100].map((x) => ({ name, x, y: i + 2, low: i + 1, high: i + 4 })),
);
const options = { title: "t", x: "x", y: "y", line: "name", band: ["low", "high"] } as const;

test("three lines of points have whiskers, each to its own side, and tell where they were measured", () => {
  for (const log of [true, false]) {
    const figure = lineChart(rows, { ...options, markers: true, xAxis: { log } });
    assert.equal(figure.data.length, 3);
    const places = figure.data.map((trace) => trace["x"] as number[]);
    for (const [i, x] of [1, 10, 100].entries()) {
      const [a, b, c] = places.map((place) => place[i] ?? Number.NaN);
      const middle = log ? Math.sqrt((a ?? 0) * (c ?? 0)) : ((a ?? 0) + (c ?? 0)) / 2;
      assert.ok((a ?? 0) < (b ?? 0) && (b ?? 0) < (c ?? 0));
      assert.ok(Math.abs((b ?? 0) - x) < 1e-9 && Math.abs(middle - x) < 1e-9, `${middle}, ${x}`);
    }
    const wayToNext = (places[0]?.[1] ?? 0) - (places[2]?.[0] ?? 0);
    assert.ok(wayToNext > 0, "the points of one place stand apart from those of the next");
    for (const trace of figure.data) {
      assert.deepEqual(trace["customdata"], [1, 10, 100]);
      assert.match(String(trace["hovertemplate"]), /%\{customdata\}/);
      const error = trace["error_y"] as { array: number[]; arrayminus: number[] };
      assert.deepEqual(
        [error.array, error.arrayminus],
        [
          [2, 2, 2],
          [1, 1, 1],
        ],
      );
    }
  }
});

test("two lines, or curves without points, have bands; a line that is no measurement has none", () => {
  const two = rows.filter(({ name }) => name !== "c");
  const bands = (data: typeof rows, more: object): number =>
    lineChart(data, { ...options, ...more }).data.filter((trace) => trace["fill"] === "toself")
      .length;
  assert.equal(bands(two, { markers: true }), 2);
  assert.equal(bands(rows, {}), 3);
  assert.equal(bands(rows, { broken: ["c"] }), 2);
  assert.equal(bands(rows, { markers: true, broken: ["c"] }), 2);
});

test("points at one place only stay there", () => {
  const one = rows.filter(({ x }) => x === 10);
  for (const trace of lineChart(one, { ...options, markers: true }).data)
    assert.deepEqual(trace["x"], [10]);
});
