import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCsv } from "batchwise";

test("quoted cells with doubled quotes may be longer than any before them", () => {
  const long = `${"x".repeat(5000)} "a"`;
  const quoted = `"${long.replaceAll('"', '""')}"`;
  const { features, data } = parseCsv(`n,${quoted},y\n1,2,a\n3,4,${quoted}\n`, { label: "y" });
  assert.deepEqual(features, ["n", long]);
  assert.deepEqual(data.classes, ["a", long]);
});
