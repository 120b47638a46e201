/** `npm run verdicts`: the ledger in README.md and docs/verdicts.md. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type TestContext, test } from "node:test";
import { CLAIM_TYPE, recordClaim } from "batchwise/claims";
import { DISPLAY } from "batchwise/plot";
import { script } from "../scripts.js";
import { code, notebook, shown, write } from "./notebooks.js";

const { writeRules, writeVerdicts } = await script<{
  writeRules: (root: string, options?: { check?: boolean }) => Promise<{ changed: string[] }>;
  writeVerdicts: (
    root: string,
    options?: { check?: boolean },
  ) => Promise<{ source: string; changed: string[] }>;
}>("verdicts/writeVerdicts.mjs");

const MARKED = "# Title\n\n<!-- verdicts -->\nold\n<!-- /verdicts -->\n\nAfter.\n";
const NAME = "08-augmentation.ipynb";

/** A project of one notebook, with its executed copy in the given profile. */
function project(t: TestContext, { profile = "standard", details = MARKED } = {}): string {
  const root = mkdtempSync(path.join(os.tmpdir(), "batchwise-verdicts-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const executed = path.join(root, "reports", "notebooks");
  for (const folder of ["notebooks", "docs", "reports/notebooks"])
    mkdirSync(path.join(root, folder), { recursive: true });
  const finding = { estimate: 0.9, low: 0.7, high: 1.1, level: 0.95, n: 20 };
  const row = recordClaim("D14", {
    notebook: "08-augmentation",
    anchor: "Result",
    findings: { moves: finding, few: finding, flips: finding, colour: finding },
  });
  const claim = shown({ [CLAIM_TYPE]: row[DISPLAY]()[CLAIM_TYPE] });
  const ran = notebook([code("claim", [claim])]);
  const started = "2026-11-22T10:00:00+00:00";
  const record = { profile, status: "ok", seconds: 150, cores: 2, started };
  write(path.join(root, "notebooks"), NAME, notebook([code("claim")]));
  write(executed, NAME, { ...ran, metadata: { ...ran.metadata, batchwise: record } });
  writeFileSync(path.join(root, "README.md"), MARKED);
  writeFileSync(path.join(root, "docs", "verdicts.md"), details);
  return root;
}

const readme = (root: string): string => readFileSync(path.join(root, "README.md"), "utf8");

test("both files hold the verdicts between their marks, with profile and date", async (t) => {
  const root = project(t);
  const { source, changed } = await writeVerdicts(root);
  assert.deepEqual(changed, ["README.md", "docs/verdicts.md"]);
  assert.match(source, /^Profile `standard`, 1 notebook, 2 min 30 s .* 2026-11-22\./);
  const details = readFileSync(path.join(root, "docs", "verdicts.md"), "utf8");
  for (const text of [readme(root), details]) {
    assert.ok(text.startsWith(`# Title\n\n<!-- verdicts -->\n${source}\n\n| | Claim |`));
    assert.ok(text.endsWith("|\n<!-- /verdicts -->\n\nAfter.\n"));
    assert.equal(text.match(/^\| D\d+ \|/gm)?.length, 16);
  }
  assert.match(
    readme(root),
    /\| D14 \| .* \| \*\*supported\*\* \| Trained with .* 0\.90 points \[0\.70, 1\.10\] more/,
  );
  assert.match(details, /\| D14 \| .*0\.90 points \[0\.70, 1\.10\], n = 20: supported<br>/);
  assert.deepEqual((await writeVerdicts(root)).changed, []);
});

test("a check names the files that differ and writes none", async (t) => {
  const root = project(t);
  const { changed } = await writeVerdicts(root, { check: true });
  assert.deepEqual(changed, ["README.md", "docs/verdicts.md"]);
  assert.equal(readme(root), MARKED);
});

test("a file without its marks is named, and neither is written", async (t) => {
  const root = project(t, { details: "<!-- /verdicts -->\n<!-- verdicts -->\n" });
  await assert.rejects(
    writeVerdicts(root),
    /^Error: docs\/verdicts\.md must hold <!-- verdicts --> and, after it, <!-- \/verdicts -->$/,
  );
  assert.equal(readme(root), MARKED);
  rmSync(path.join(root, "docs", "verdicts.md"));
  await assert.rejects(writeVerdicts(root), /docs\/verdicts\.md must hold/);
});

test("a notebook that ran in another profile has to run again, by a command that is named", async (t) => {
  await assert.rejects(
    writeVerdicts(project(t, { profile: "quick" })),
    /08-augmentation\.ipynb must have run in profile standard, got quick, ok; npm run report -- --profile standard --only 08/,
  );
});

test("the rules are written without a run, and a check writes nothing", async (t) => {
  const details = MARKED.replaceAll("verdicts", "rules");
  const root = project(t, { profile: "quick", details });
  const page = (): string => readFileSync(path.join(root, "docs", "verdicts.md"), "utf8");
  assert.deepEqual((await writeRules(root, { check: true })).changed, ["docs/verdicts.md"]);
  assert.equal(page(), details);
  assert.deepEqual((await writeRules(root)).changed, ["docs/verdicts.md"]);
  assert.match(page(), /\| D10a articleLarge \| 03 \| .* 32 minus that at 512.* \| 2026-11-27 \| /);
  assert.deepEqual((await writeRules(root)).changed, []);
  await assert.rejects(writeRules(project(t)), /docs\/verdicts\.md must hold <!-- rules -->/);
});
