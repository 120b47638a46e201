/**
 * Kills set-up with SIGKILL at random moments in a fresh clone, and checks that it then ends well:
 *   node scripts/setup/killAtRandom.mjs [times = 10] [most seconds = 60]
 * Each time, either the set-up process alone is killed (what it started lives on) or all of its processes.
 */
import { spawn, spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "./paths.mjs";

const times = Number(process.argv[2] ?? 10);
const mostSeconds = Number(process.argv[3] ?? 60);
const clone = mkdtempSync(join(tmpdir(), "batchwise-kill-"));
spawnSync("git", ["clone", "-q", root, clone], { stdio: "inherit" });

const startSetup = () =>
  spawn(process.execPath, ["scripts/setup.mjs"], {
    cwd: clone,
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });

/** @param {NodeJS.ReadableStream} stream */
async function lastLine(stream) {
  let text = "";
  for await (const chunk of stream) text += chunk;
  return text.trim().split("\n").at(-1) ?? "";
}

for (let i = 1; i <= times; i++) {
  const setup = startSetup();
  const said = lastLine(setup.stdout);
  const wait = randomInt(mostSeconds * 1000);
  await Promise.race([sleep(wait), new Promise((resolve) => setup.once("exit", resolve))]);
  const ended = setup.exitCode !== null;
  const all = randomInt(2) === 0;
  if (!ended && setup.pid) process.kill(all ? -setup.pid : setup.pid, "SIGKILL");
  if (!all) setup.stdout.destroy();
  const line = await said.catch(() => "");
  console.log(
    `${i}: ${ended ? "had ended" : `killed ${all ? "all" : "it alone"}`} after ${wait} ms; it had said: ${line}`,
  );
  // Undo a step now and then, so that later kills fall into early steps too.
  const undone = ["node_modules", ".venv", ".cache", "none"][randomInt(4)];
  if (ended && undone !== "none") rmSync(join(clone, undone), { recursive: true, force: true });
}

const last = startSetup();
last.stdout.pipe(process.stdout);
const code = await new Promise((resolve) => last.once("exit", resolve));
rmSync(clone, { recursive: true, force: true });
console.log(
  code === 0 ? `After ${times} kills, set-up ended well.` : `After ${times} kills, set-up FAILED.`,
);
process.exitCode = code === 0 ? 0 : 1;
