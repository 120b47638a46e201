import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Rng } from "batchwise";
import type { Advice } from "batchwise/advise";
import { root } from "../scripts.js";

const folder = mkdtempSync(join(tmpdir(), "advise-killed-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const KILLS = Number(process.env["BATCHWISE_KILLS"] ?? 4);
const program = join(root, "scripts/advise.mjs");
const given = [join(root, "data/examples/wine.csv"), "--label", "cultivar", "--steps", "1500"];

/** Runs the command; it is killed so many milliseconds after it printed its plan. */
function run(out: string, options: readonly string[], killAfter?: number): Promise<number | null> {
  const child = spawn(process.execPath, [program, ...given, ...options, "--out", out], {
    cwd: root,
    stdio: ["ignore", "pipe", "ignore"],
  });
  let planned = false;
  child.stdout.on("data", (text) => {
    if (planned || killAfter === undefined || !`${text}`.includes("Plan:")) return;
    planned = true;
    setTimeout(() => child.kill("SIGKILL"), killAfter);
  });
  return new Promise((resolve) => {
    child.once("close", resolve);
  });
}

/** The finished trainings by journal: their configs, and their rows. */
function finished(out: string): Map<string, readonly string[]> {
  const journals = join(out, "wine", "journal");
  if (!existsSync(journals)) return new Map();
  const lines = (name: string): string[] =>
    readFileSync(join(journals, name), "utf8")
      .split("\n")
      .slice(1) // What the journal is of.
      .filter((line) => line.endsWith("}")); // A kill may cut the last one.
  const names = readdirSync(journals).filter((name) => name.endsWith(".jsonl"));
  return new Map(names.map((name) => [name, lines(name)]));
}

function adviceIn(out: string): Advice {
  return JSON.parse(readFileSync(join(out, "wine", "advice.json"), "utf8"));
}

test("killed at any moment it loses no finished training, does none twice, and ends in the same answer", async () => {
  const own = join(folder, "killed");
  const rng = Rng.fromSeed(5);
  let before = finished(own);
  for (let kill = 0; kill < KILLS; kill++) {
    await run(own, [], 1 + 400 * rng.uniform());
    const now = finished(own);
    for (const [name, lines] of before)
      assert.deepEqual(now.get(name)?.slice(0, lines.length), lines, name);
    for (const [name, lines] of now) {
      const configs = lines.map((line) => JSON.stringify(JSON.parse(line).entry.config));
      assert.equal(new Set(configs).size, configs.length, name);
      assert.ok(
        configs.every((config) => config.includes("seed")),
        configs[0],
      );
    }
    before = now;
  }
  assert.equal(await run(own, []), 0);
  const straight = join(folder, "straight");
  assert.equal(await run(straight, ["--plan", join(own, "wine", "plan.json")]), 0);
  const [resumed, whole] = [adviceIn(own), adviceIn(straight)].map(
    ({ sizes, contrasts, tried, batchSize, learningRate, trainings }) => ({
      ...{ sizes, contrasts, tried, batchSize, learningRate, trainings },
    }),
  );
  assert.deepEqual(resumed, whole);
});
