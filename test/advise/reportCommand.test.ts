import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Advice } from "batchwise/advise";
import { root } from "../scripts.js";

const folder = mkdtempSync(join(tmpdir(), "advise-page-"));
after(() => rmSync(folder, { recursive: true, force: true }));

test("the command leaves a page with the answer of advice.json, also for a number", () => {
  for (const [name, label] of [
    ["wine", "cultivar"],
    ["diabetes", "progression"],
  ] as const) {
    const file = join(root, `data/examples/${name}.csv`);
    const options = ["--label", label, "--steps", "40", "--model", "linear", "--out", folder];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(root, "scripts/advise.mjs"), file, ...options],
      { cwd: root, encoding: "utf8" },
    );
    assert.equal(status, 0, stderr);
    assert.match(stdout, /Kept: .*report\.html/);
    const left = (kept: string): string => readFileSync(join(folder, name, kept), "utf8");
    const advice = JSON.parse(left("advice.json")) as Advice;
    const page = left("report.html");
    assert.ok(page.includes(`<p>Use batch size ${advice.batchSize} with learning rate`));
    for (const { batchSize } of advice.sizes)
      assert.ok(page.includes(`data-column="batch size" class="number">${batchSize}</td>`));
    assert.ok(page.includes(`--label ${label} --model linear --plan `), "how to repeat it");
  }
});
