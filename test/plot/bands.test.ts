import assert from "node:assert/strict";
import { test } from "node:test";
import { DISPLAY, dotChart, heatMap, table } from "batchwise/plot";

test("a dot chart's band is a shape below the dots, with an entry in the legend", () => {
  const rows = [{ pair: "a", gain: 1 }];
  const options = { title: "Gains", label: "pair", value: "gain" } as const;
  const band = { low: -2, high: 2, title: "no <b>matter" };
  const { data, layout } = dotChart(rows, { ...options, band });
  const [shape] = layout["shapes"] as { x0: number; x1: number; layer: string }[];
  assert.deepEqual([shape?.x0, shape?.x1, shape?.layer], [-2, 2, "below"]);
  assert.deepEqual(
    data.map(({ name, showlegend }) => [name, showlegend]),
    [
      ["gain", false],
      ["no &lt;b&gt;matter", undefined],
    ],
  );
  assert.equal(dotChart(rows, options).layout["shapes"], undefined);
});

test("columns of text can stand at the right as numbers do", () => {
  const rows = [{ size: 8, interval: "0.1 [−1, 1]", word: "open" }];
  const html = String(table(rows, { right: ["interval"] })[DISPLAY]()["text/html"]);
  assert.equal(html.match(/<td style="text-align: right"/g)?.length, 2);
  assert.match(html, /<td style="text-align: left">open/);
});

test("a scale of colours that spans less than a factor of two has labels all the same", () => {
  const rows = [1, 1.3].map((loss, i) => ({ size: 8, rate: i + 1, loss }));
  const { layout } = heatMap(rows, { title: "Loss", x: "size", y: "rate", value: "loss" });
  const { colorbar } = layout["coloraxis"] as { colorbar: { ticktext: string[] } };
  assert.deepEqual(colorbar.ticktext, ["1", "1.1", "1.2"]);
});
