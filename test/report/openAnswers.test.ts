/** A sentence of a notebook's answer has to follow from the figures of its run. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { answerTable, DISPLAY } from "batchwise/plot";
import { script } from "../scripts.js";
import { code, notebook, shown, write } from "./notebooks.js";

interface OpenAnswer {
  readonly notebook: string;
  readonly says: string;
  readonly found: string;
}

const { openAnswers, openAnswersText } = await script<{
  openAnswers: (folder: string) => Promise<OpenAnswer[]>;
  openAnswersText: (open: readonly OpenAnswer[]) => { lines: string[]; wrong: number };
}>("verdicts/openAnswers.mjs");

const measured = (low: number, high: number) =>
  ({ estimate: (low + high) / 2, low, high, level: 0.95, n: 20 }) as const;

test("parts of an answer that a run contradicts or leaves open are named with their notebook", async (t) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "batchwise-open-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const table = answerTable(
    [
      { says: "It gains.", measured: measured(1, 2), above: 0 },
      { says: "It gains, too (a, 20 % b).", measured: measured(-2, -1), above: 0 },
      { says: "It costs little.", measured: measured(-1, 1), below: 0.5 },
    ],
    { unit: "points" },
  );
  write(folder, "02-b.ipynb", notebook([code("a", [shown(table[DISPLAY]())]), code("b")]));
  write(folder, "01-a.ipynb", notebook([code("a")]));
  const open = await openAnswers(folder);
  assert.deepEqual(open, [
    { notebook: "02-b", says: "It gains, too (a, 20 % b).", found: "does not hold" },
    { notebook: "02-b", says: "It costs little.", found: "not settled" },
  ]);
  const { lines, wrong } = openAnswersText(open);
  assert.equal(wrong, 1);
  assert.equal(lines[1], "02-b: “It costs little.”: not settled");
});
