import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { root } from "../scripts.js";
import { codeBlocks, PAGES, pageText } from "./pages.js";

const blocks = PAGES.flatMap((page) =>
  codeBlocks(pageText(page), "ts").map((code, i) => ({
    name: `${page.replaceAll(/\W/g, "_")}_${i}`,
    code,
  })),
);
let folder = "";

function node(args: readonly string[]): { readonly status: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, said: stdout + stderr };
}

before(() => {
  // Within the project, where "batchwise" is found as it is in a clone.
  folder = mkdtempSync(join(root, "build", "docs-"));
  for (const { name, code } of blocks) writeFileSync(join(folder, `${name}.mts`), code);
});
after(() => rmSync(folder, { recursive: true, force: true }));

test("the pages' programs compile strictly", () => {
  assert.ok(blocks.length >= 4, String(blocks.length));
  const { status, said } = node([
    join(root, "node_modules/typescript/bin/tsc"),
    ...["--strict", "--exactOptionalPropertyTypes", "--skipLibCheck", "--noEmit"],
    ...["--module", "nodenext", "--target", "es2022", "--types", "node"],
    ...blocks.map(({ name }) => `${name}.mts`),
  ]);
  assert.deepEqual([status, said], [0, ""]);
});

test("README's program runs as plain JavaScript and says the accuracy of each batch size", () => {
  const [program] = codeBlocks(pageText("README.md"), "ts");
  writeFileSync(join(folder, "try.mjs"), program);
  const { status, said } = node(["try.mjs"]);
  assert.equal(status, 0, said);
  const rows = said.split("\n").filter((line) => /│ +\d+ +│/.test(line));
  assert.deepEqual(
    rows.map((line) => line.split("│")[2].trim()),
    ["8", "32", "128"],
  );
  for (const row of rows) assert.ok(Number(row.split("│")[3]) > 90, row);
});

test("the second program of the package's page says a difference with its interval", () => {
  const [, program] = codeBlocks(pageText("lib/README.md"), "ts");
  writeFileSync(join(folder, "difference.mjs"), program);
  const { status, said } = node(["difference.mjs"]);
  assert.equal(status, 0, said);
  const [low, high] = (/\[(-?[\d.]+), (-?[\d.]+)\] points\n$/.exec(said) ?? [])
    .slice(1)
    .map(Number);
  assert.ok(low < high && high - low < 10, said);
});
