import assert from "node:assert/strict";
import { test } from "node:test";
import { script } from "../scripts.js";

const { readersReport } = await script<{
  readersReport(rows: readonly object[], about: object): string;
}>("bench/readers/report.mjs");

const about = { versions: { batchwise: "0" }, rounds: 3 };
const row = (file: string, subject: string, seconds: number, peakMB: number): object => ({
  case: file,
  subject,
  fileMB: 20,
  seconds,
  peakMB,
});

test("the readers' report has a table for each peer, with the ratio of times", () => {
  const csv = "100,000 × 20 numbers";
  const idx = "IDX, 60,000 × 28×28";
  const rows = [
    row(csv, "pandas", 2, 300),
    row(csv, "Batchwise", 1, 150),
    row(idx, "Batchwise", 0.3, 200),
    row(idx, "NumPy", 0.2, 100),
    row(idx, "bytes alone", 0.05, 60),
  ];
  const report = readersReport(rows, about);
  assert.match(
    report,
    /pandas s .*\n.*\n\| 100,000 × 20 numbers \| 20\.0 \| 1\.00 \| 150 \| 2\.00 \| 300 \| 0\.500 \|$/m,
  );
  assert.match(
    report,
    /NumPy s .*\| bytes alone s \|\n.*\n\| IDX, .* \| 0\.300 \| 200 \| 0\.200 \| 100 \| 1\.50 \| 0\.0500 \|$/m,
  );
  assert.doesNotMatch(report, /pyarrow/);
  assert.match(report, /Medians of 3 rounds/);
});

test("a reader without its peer has no ratio", () => {
  const report = readersReport([row("Parquet, 100,000 × 20, float32", "Batchwise", 1, 90)], about);
  assert.match(report, /float32 \| 20\.0 \| 1\.00 \| 90\.0 \| – \| – \| – \|$/m);
});
