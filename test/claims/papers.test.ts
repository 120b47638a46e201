/** Published figures beside ours: each comparison follows from the rule, both ways. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  PAPER_IDS,
  PAPER_TYPE,
  PAPERS,
  type Paper,
  paperMarkdown,
  paperTable,
  readPaperRow,
  recordPaper,
} from "batchwise/claims";
import { DISPLAY } from "batchwise/plot";
import type { Estimate } from "batchwise/stats";
import { FRAGMENTS } from "../report/fragments.js";

const found = (estimate: number, half: number): Estimate => ({
  estimate,
  low: estimate - half,
  high: estimate + half,
  level: 0.95,
  n: 20,
});
const cohen = { notebook: "05-sharp", anchor: "Result" };
const verdict = (sharpness: Estimate): string =>
  recordPaper("cohen", { ...cohen, ours: { sharpness } }).figures[0].verdict;

test("ours agrees inside the range, differs outside, and is not settled across an end", () => {
  assert.equal(verdict(found(1, 0.02)), "agrees");
  assert.equal(verdict(found(0.7, 0.02)), "differs");
  assert.equal(verdict(found(1.3, 0.02)), "differs");
  assert.equal(verdict(found(0.96, 0.02)), "not settled");
  assert.equal(verdict(found(1, 0.5)), "not settled");
  assert.equal(verdict(found(1, 0)), "not settled");
});

test("every figure of every paper decides both ways, by a rule in words", () => {
  for (const id of PAPER_IDS) {
    const paper: Paper = PAPERS[id];
    for (const [name, { agrees, needs }] of Object.entries(paper.figures)) {
      const [from, to] = agrees;
      const inside = Number.isFinite(from)
        ? Number.isFinite(to)
          ? (from + to) / 2
          : from + 1
        : to - 1;
      const outside = Number.isFinite(from) ? from - 1 : to + 1;
      const judged = (value: number): string | undefined => {
        const others = needs === undefined ? [] : [[needs, found(1, 0.001)]];
        const row = readPaperRow({
          id,
          notebook: `${paper.notebook}-x`,
          anchor: "Result",
          figures: [...others, [name, found(value, 0.001)]].map(([own, ours]) => ({
            name: own,
            ours,
          })),
        });
        return row.figures.find((figure) => figure.name === name)?.verdict;
      };
      assert.equal(judged(inside), "agrees", `${id} ${name}`);
      assert.equal(judged(outside), "differs", `${id} ${name}`);
    }
  }
});

test("a repair cannot be compared where there was nothing to repair", () => {
  const ours = { scaled: found(0.1, 0.1) };
  const place = { notebook: "02-adam", anchor: "Result" };
  const verdicts = (unscaled: Estimate): string[] =>
    recordPaper("goyal", { ...place, ours: { ...ours, unscaled } }).figures.map((f) => f.verdict);
  assert.deepEqual(verdicts(found(5, 1)), ["agrees", "agrees"]);
  assert.deepEqual(verdicts(found(0.1, 0.1)), ["differs", "not comparable"]);
  assert.equal(recordPaper("goyal", { ...place, ours }).figures[0].verdict, "not comparable");
});

test("a row is shown, and read back the same", () => {
  const row = recordPaper("keskar", { ...cohen, ours: { batchNorm: found(-0.58, 0.17) } });
  assert.equal(row.figures[0].shown, "0.67 × [0.59, 0.75], n = 20");
  const bundle = row[DISPLAY]();
  const { [DISPLAY]: _, ...plain } = row;
  assert.deepEqual(readPaperRow(JSON.parse(JSON.stringify(bundle[PAPER_TYPE]))), plain);
  assert.match(String(bundle["text/plain"]), /0\.67 × .* here: differs/);
  const html = paperTable([row], { preview: () => true });
  assert.match(
    html,
    /href="05-sharp\.html#result">notebook 05<\/a> <span class="verdict preview">/,
  );
  assert.match(html, /not yet measured: notebook 01 does/);
  const lines = paperMarkdown([row]).split("\n");
  const figures = PAPER_IDS.flatMap((id) => Object.keys(PAPERS[id].figures));
  assert.equal(lines.length, 2 + figures.length);
  assert.ok(PAPER_IDS.length >= 8);
});

test("a file cannot carry a comparison that its figures do not", () => {
  const row = recordPaper("cohen", { ...cohen, ours: { sharpness: found(0.5, 0.1) } });
  const forged = {
    ...row,
    figures: row.figures.map((figure) => ({ ...figure, verdict: "agrees", published: "0.5" })),
  };
  assert.deepEqual(readPaperRow(forged).figures, row.figures);
});

test("rows that are none are refused with what would do", () => {
  for (const wrong of [
    null,
    1,
    [],
    {},
    { figures: [] },
    ...FRAGMENTS.map((id) => ({ id, figures: [] })),
  ])
    assert.throws(() => readPaperRow(wrong), /^ArgumentError: readPaperRow: /);
  const ours = { sharp: found(1, 0.1) };
  // @ts-expect-error a wrong name is an error of types too
  const misnamed = (): unknown => recordPaper("cohen", { ...cohen, ours });
  assert.throws(misnamed, /figures of cohen must be among sharpness, got "sharp"/);
  assert.throws(() => recordPaper("cohen", { ...cohen, ours: {} }), /at least one of sharpness/);
  assert.throws(
    () =>
      recordPaper("cohen", { notebook: "06-x", anchor: "a", ours: { sharpness: found(1, 0.1) } }),
    /notebook of cohen must start with 05, got "06-x"/,
  );
});
