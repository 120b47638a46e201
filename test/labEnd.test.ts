/** A JupyterLab that does not end when it is told to. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { processes } from "./processes.js";
import { script } from "./scripts.js";

const { labCommand } = await script<{
  labCommand: (args: readonly string[], places: object) => Promise<number>;
}>("notebook/lab/labCommand.mjs");

test("a server that is told to end and stays is killed after a while", {
  timeout: 120_000,
}, async () => {
  const source = mkdtempSync(path.join(os.tmpdir(), "batchwise-lab-end-"));
  try {
    const stopper = new AbortController();
    let said = "";
    const ended = labCommand(["--no-browser", "--port=0"], {
      source,
      signal: stopper.signal,
      patience: 500,
      onOutput: (text: string) => {
        said += text;
      },
    });
    while (!/is running at/.test(said))
      await Promise.race([
        new Promise((resolve) => setTimeout(resolve, 100)),
        ended.then((exit) => assert.fail(`JupyterLab ended with ${exit}\n${said}`)),
      ]);
    const mine = processes().filter((line) => line.includes(`root_dir=${source}`));
    const pids = mine.map((line) => Number.parseInt(line, 10));
    assert.ok(pids.length > 0);
    for (const pid of pids) process.kill(pid, "SIGSTOP"); // It hears no SIGTERM any more.
    stopper.abort();
    await ended;
    assert.deepEqual(
      processes().filter((line) => line.includes(`root_dir=${source}`)),
      [],
    );
  } finally {
    rmSync(source, { recursive: true, force: true });
  }
});
