import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, suite, test } from "node:test";
import { type Dataset, loadDigits, runTrials, split, take } from "batchwise";
import type { StudyTrial } from "batchwise/experiment";
import { config } from "../nn/problems.js";

const data = take(loadDigits(), [...Array(300).keys()]);
const trial = (steps: number): StudyTrial => ({
  seed: 0,
  config: { ...config, budget: { steps } },
});

suite("runTrials", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "batchwise-trials-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("goes on from its journal to the same rows, without running what is there", async () => {
    const journal = join(folder, "trials.jsonl");
    const first = await runTrials(data, [trial(3), trial(4)], { journal });
    const again = await runTrials(data, [trial(4), trial(5), trial(3)], { journal });
    assert.deepEqual([again[2], again[0]], first);
    assert.equal(readFileSync(journal, "utf8").trim().split("\n").length, 4);
  });

  test("keeps its runs in the folder that the host names, a file for each experiment", async () => {
    process.env["BATCHWISE_JOURNALS"] = folder;
    try {
      const first = await runTrials(data, [trial(3)]);
      await runTrials(data, [trial(3)], { readTest: true });
      assert.deepEqual(await runTrials(data, [trial(3)]), first);
    } finally {
      delete process.env["BATCHWISE_JOURNALS"];
    }
    const files = readdirSync(folder);
    assert.equal(files.length, 2);
    for (const file of files)
      assert.equal(readFileSync(join(folder, file), "utf8").trim().split("\n").length, 2);
  });

  test("a preparation of one's own never takes the runs of one of the library's", async () => {
    const journal = join(folder, "trials.jsonl");
    await runTrials(data, [trial(3)], { journal });
    const prepare = {
      name: "centred",
      splits: (all: Dataset, seed: number) => split(all, { seed }),
    };
    await assert.rejects(runTrials(data, [trial(3)], { journal, prepare }), {
      name: "JournalError",
    });
    const [own] = await runTrials(data, [trial(3)], { prepare });
    assert.deepEqual(
      [own.trainLoss, own.validLoss],
      await runTrials(data, [trial(3)], { prepare: "raw" }).then(([row]) => [
        row.trainLoss,
        row.validLoss,
      ]),
    );
  });

  test("equal trials are one run, and each has its row", async () => {
    const journal = join(folder, "trials.jsonl");
    const [a, b, c] = await runTrials(data, [trial(3), trial(4), trial(3)], { journal });
    assert.deepEqual(a, c);
    assert.deepEqual([a.steps, b.steps], [3, 4]);
    assert.equal(readFileSync(journal, "utf8").trim().split("\n").length, 3);
  });

  test("a run that cannot even start is one that diverged", async () => {
    const huge = { ...data, x: data.x.map((v) => 3e38 * v) };
    const [row] = await runTrials(huge, [trial(3)], { readTest: true });
    assert.deepEqual(
      [row.stopped, row.steps, row.trainLoss, row.validLoss],
      ["diverged", 0, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    );
  });

  test("keeps each run as it finishes, and an interrupted one is no result", async () => {
    const journal = join(folder, "trials.jsonl");
    const controller = new AbortController();
    Object.assign(globalThis, { [Symbol.for("batchwise.interrupt")]: controller.signal });
    try {
      const endless = runTrials(data, [trial(3), trial(1e12)], {
        journal,
        onProgress: () => controller.abort(),
      });
      await assert.rejects(endless, { name: "AbortError" });
    } finally {
      Reflect.deleteProperty(globalThis, Symbol.for("batchwise.interrupt"));
    }
    assert.equal(readFileSync(journal, "utf8").trim().split("\n").length, 2);
  });
});
