import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../scripts.js";
import { anchorsOf, codeBlocks, linkTarget, PAGES, pageText, proseOf } from "./pages.js";

const ROOMS = readdirSync(root).filter((name) => !name.startsWith("."));

test("every relative link leads to a file, and its anchor to a heading", () => {
  let seen = 0;
  for (const page of PAGES)
    for (const [, link] of proseOf(pageText(page)).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(link)) continue;
      seen++;
      const { path, anchor } = linkTarget(page, link);
      assert.ok(existsSync(join(root, path)), `${page} links to ${link}, and there is no ${path}`);
      if (anchor === undefined) continue;
      const anchors = anchorsOf(pageText(path));
      assert.ok(anchors.includes(anchor), `${page}: ${path} has no heading ${anchor}`);
    }
  assert.ok(seen > 40, String(seen));
});

test("every file that the pages name in code exists", () => {
  let seen = 0;
  for (const page of PAGES.filter((name) => name !== "CHANGELOG.md"))
    for (const [, code] of proseOf(pageText(page)).matchAll(/`([^`\s]+\/[^`\s]*)`/g)) {
      const [room] = code.split("/");
      // Made by commands, so absent from a fresh clone.
      if (!ROOMS.includes(room) || /^(build|reports|node_modules|lib\/dist)\b/.test(code)) continue;
      seen++;
      assert.ok(existsSync(join(root, code)), `${page} names ${code}, which does not exist`);
    }
  assert.ok(seen > 40, String(seen));
});

test("every command that the pages give exists", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const names = new Set<string>();
  for (const page of PAGES)
    for (const [, name] of pageText(page).matchAll(/\bnpm run (\w+)/g)) {
      names.add(name);
      assert.ok(Object.hasOwn(scripts, name), `${page}: there is no npm run ${name}`);
    }
  assert.ok(names.size > 5, [...names].join(", "));
  for (const page of PAGES)
    for (const block of codeBlocks(pageText(page), ""))
      for (const [, file] of block.matchAll(/\b(build\/test\/\S+)\.js\b/g)) {
        const source = `${file.replace("build/", "")}.ts`;
        assert.ok(existsSync(join(root, source)), `${page}: there is no ${source}`);
      }
});

test("the package's page names every entry, and no other", () => {
  const { exports } = JSON.parse(readFileSync(join(root, "lib/package.json"), "utf8"));
  const entries = Object.keys(exports)
    .filter((entry) => /^\.\/\w+$/.test(entry))
    .map((entry) => entry.replace(".", "batchwise"));
  const named = [...pageText("lib/README.md").matchAll(/^\| `(batchwise\/\w+)`/gm)];
  assert.deepEqual(named.map(([, entry]) => entry).sort(), entries.sort());
});
