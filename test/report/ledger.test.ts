/** What a cell records as a claim and is none is told, and the index is made all the same. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { CLAIM_TYPE, exactFinding, recordClaim } from "batchwise/claims";
import { DISPLAY } from "batchwise/plot";
import { script } from "../scripts.js";
import { FRAGMENTS } from "./fragments.js";
import { code, notebook, shown, write } from "./notebooks.js";

const { ledgerHtml } = await script<{
  ledgerHtml: (folder: string, onProblem?: (text: string) => void) => Promise<string>;
}>("notebook/page/ledger.mjs");

test("claims that are none are problems with the notebook's name, never markup", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "batchwise-ledger-"));
  const rows = FRAGMENTS.flatMap((text) => [text, { id: text }, { id: "D1", conditions: text }, 3]);
  write(folder, "bad.ipynb", notebook([code("claims", [shown({ [CLAIM_TYPE]: rows })])]));
  const problems: string[] = [];
  const html = await ledgerHtml(folder, (text) => problems.push(text));
  assert.equal(problems.length, rows.length);
  assert.match(
    problems[0] ?? "",
    /^bad\.ipynb: a recorded claim is not in the ledger: readClaimRow:/,
  );
  await assert.rejects(ledgerHtml(folder), /not in the ledger/);
  write(folder, "bad.ipynb", notebook([code("claims")]));
  assert.equal(html, await ledgerHtml(folder));
  rmSync(folder, { recursive: true, force: true });
});

test("a ledger of quick runs says that it is a preview, and one of others does not", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "batchwise-ledger-"));
  const ran = (profile: string): object => ({
    ...notebook([code("claims")]),
    metadata: { batchwise: { profile } },
  });
  writeFileSync(path.join(folder, "01-a.ipynb"), JSON.stringify(ran("standard")));
  assert.doesNotMatch(await ledgerHtml(folder), /preview/);
  writeFileSync(path.join(folder, "02-b.ipynb"), JSON.stringify(ran("quick")));
  assert.match(await ledgerHtml(folder), /A preview: 1 of 2 notebooks ran in profile/);
  rmSync(folder, { recursive: true, force: true });
});

test("a verdict of a quick run is marked as a preview, and says what computes it", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "batchwise-ledger-"));
  const row = recordClaim("D12", {
    notebook: "03-apis",
    anchor: "Verdicts",
    findings: { single: exactFinding(0) },
  });
  const ran = notebook([code("claim", [shown({ [CLAIM_TYPE]: row[DISPLAY]()[CLAIM_TYPE] })])]);
  const html = async (profile: string): Promise<string> => {
    const executed = { ...ran, metadata: { batchwise: { profile } } };
    writeFileSync(path.join(folder, "03-apis.ipynb"), JSON.stringify(executed));
    return await ledgerHtml(folder);
  };
  const mark = />too small to matter<\/span><br><small>preview<\/small>/;
  assert.match(await html("quick"), mark);
  const standard = await html("standard");
  assert.doesNotMatch(standard, mark);
  assert.match(standard, /npm run report -- --profile standard --only 03</);
  assert.match(standard, /Notebook 04 has still to record: sag; lbfgs; chunks\./);
  rmSync(folder, { recursive: true, force: true });
});
