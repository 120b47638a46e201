import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../scripts.js";

test("an OpenBLAS that ends its process is done without", (context) => {
  const { library } = JSON.parse(readFileSync(join(root, "lib/dist/wasm/openblas.json"), "utf8"));
  if (library === null) return context.skip("there is none for this machine");
  const copy = mkdtempSync(join(tmpdir(), "batchwise-openblas-step-"));
  try {
    cpSync(join(root, "scripts"), join(copy, "scripts"), { recursive: true });
    symlinkSync(join(root, ".venv"), join(copy, ".venv"));
    mkdirSync(join(copy, ".cache"));
    mkdirSync(join(copy, "node_modules/koffi"), { recursive: true });
    writeFileSync(join(copy, "node_modules/koffi/index.js"), "process.abort();");
    const program = `
      const { openblas } = await import("./scripts/setup/openblas.mjs");
      console.log(await openblas.install(), openblas.isDone());`;
    const ran = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
      cwd: copy,
      encoding: "utf8",
    });
    assert.equal(ran.stderr, "");
    assert.match(ran.stdout, /it does not work on this machine; .* will be slower true/);
    const note = JSON.parse(readFileSync(join(copy, "lib/dist/wasm/openblas.json"), "utf8"));
    assert.deepEqual([note.library, note.version], [null, "none"]);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});
