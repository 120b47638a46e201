import assert from "node:assert/strict";
import { test } from "node:test";
import { intervalChart } from "batchwise/plot";

test("ratios have a log axis of factors that holds 1, and the line there", () => {
  const rows = [{ measure: "λ", net: "plain", estimate: 3, low: 1.5, high: 5 }];
  const { layout } = intervalChart(rows, {
    ...{ title: "", label: "measure", estimate: "estimate", interval: ["low", "high"] },
    ...{ series: "net", xTitle: "large ÷ small", ratios: true },
  });
  const axis = layout["xaxis"];
  assert.ok(typeof axis === "object" && axis !== null && !Array.isArray(axis));
  const { type, tickvals, ticktext } = axis as Record<string, unknown>;
  assert.deepEqual([type, tickvals, ticktext], ["log", [1, 2, 4, 8], ["1 ×", "2 ×", "4 ×", "8 ×"]]);
  const [line] = layout["shapes"] as readonly Record<string, unknown>[];
  assert.deepEqual([line["x0"], line["x1"]], [1, 1]);
});
