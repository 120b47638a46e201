import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { script } from "./scripts.js";

interface Found {
  readonly path: string;
  readonly from: string;
}
const { findBrowser } = await script<{
  findBrowser: (options: object) => Found | null;
}>("browser.mjs");

const folder = mkdtempSync(path.join(os.tmpdir(), "batchwise-browser-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function program(...parts: string[]): string {
  const file = path.join(folder, ...parts);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, "#!/bin/sh\n");
  chmodSync(file, 0o755);
  return file;
}

test("CHROME_PATH wins, then PATH", () => {
  const named = program("named", "any-name");
  const onPath = program("bin", "google-chrome");
  const env = { PATH: path.dirname(onPath) };
  assert.deepEqual(findBrowser({ env: { ...env, CHROME_PATH: named }, root: folder }), {
    path: named,
    from: "CHROME_PATH",
  });
  assert.deepEqual(findBrowser({ env, root: folder }), { path: onPath, from: "installed" });
});

test("a CHROME_PATH that is no executable file is an error, not a search", () => {
  for (const wrong of [path.join(folder, "missing"), folder]) {
    assert.throws(() => findBrowser({ env: { CHROME_PATH: wrong }, root: folder }), {
      name: "BrowserError",
      message: new RegExp(`CHROME_PATH: must be an executable file, got ${wrong}`),
    });
  }
});

test("the project's own download is found last, and none is no error", () => {
  const env = { PATH: path.join(folder, "empty") };
  const platform = "win32"; // none of whose usual places exist here
  assert.equal(findBrowser({ env, platform, root: folder }), null);
  const own = program(
    ".cache/browsers/chromium_headless_shell-1/chrome-linux/chrome-headless-shell",
  );
  assert.deepEqual(findBrowser({ env, platform, root: folder }), { path: own, from: "project" });
});
