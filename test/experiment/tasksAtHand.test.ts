import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { tasksAtHand } from "batchwise/experiment";

test("without files there is no task, and files that are not the published ones are an error", async () => {
  const folder = mkdtempSync(join(tmpdir(), "at-hand-"));
  try {
    assert.deepEqual(await tasksAtHand({ examples: 100, folder }), []);
    mkdirSync(join(folder, "fashion-mnist"));
    assert.deepEqual(await tasksAtHand({ examples: 100, folder }), []);
    writeFileSync(join(folder, "fashion-mnist", "train-images-idx3-ubyte.gz"), "no images");
    await assert.rejects(tasksAtHand({ examples: 100, folder }), /SHA-256/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
