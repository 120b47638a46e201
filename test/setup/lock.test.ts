import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { root } from "../scripts.js";

/** Enters the lock again and again; inside nobody else may be, unless it has died there. */
const PROGRAM = `
import { existsSync, readFileSync, rmSync, writeFileSync, appendFileSync } from "node:fs";
import { withLock } from "./scripts/setup/lock.mjs";
const [times, dies] = process.argv.slice(2).map(Number);
const alive = (pid) => { try { process.kill(pid, 0); return true; } catch { return false; } };
for (let i = 0; i < times; i++)
  await withLock(async () => {
    const other = existsSync(".cache/inside") ? Number(readFileSync(".cache/inside", "utf8")) : 0;
    if (other && alive(other)) appendFileSync(".cache/overlaps", process.pid + " met " + other + "\\n");
    writeFileSync(".cache/inside", String(process.pid));
    // Sometimes busy, so that it cannot touch the lock, sometimes waiting.
    if (i % 2) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10 + 30 * Math.random());
    else await new Promise((done) => setTimeout(done, 10 + 30 * Math.random()));
    if (i === dies) process.kill(process.pid, "SIGKILL");
    rmSync(".cache/inside");
    appendFileSync(".cache/entered", ".");
  });
`;

let folder = "";
before(() => {
  folder = mkdtempSync(join(tmpdir(), "setup-lock-"));
  cpSync(join(root, "scripts"), join(folder, "scripts"), { recursive: true });
  writeFileSync(join(folder, "enter.mjs"), PROGRAM);
  mkdirSync(join(folder, ".cache"));
});
after(() => rmSync(folder, { recursive: true, force: true }));

const read = (name: string): string => {
  try {
    return readFileSync(join(folder, ".cache", name), "utf8");
  } catch {
    return "";
  }
};

/** Ends with the exit code, or null where a signal ended it. */
function enter(times: number, dies: number): Promise<number | null> {
  const child = spawn(process.execPath, ["enter.mjs", String(times), String(dies)], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return new Promise((resolve) => child.once("close", resolve));
}

test("never two set-ups at a time, whoever dies on the way", { timeout: 120_000 }, async () => {
  const dying = [2, 0, 3];
  const codes = await Promise.all([
    ...Array.from({ length: 4 }, () => enter(5, -1)),
    ...dying.map((at) => enter(5, at)),
  ]);
  assert.deepEqual(codes, [0, 0, 0, 0, null, null, null]);
  assert.equal(read("overlaps"), "");
  assert.equal(read("entered").length, 4 * 5 + dying.reduce((sum, at) => sum + at, 0));
  // Also where the last one to enter died there.
  assert.equal(await enter(1, -1), 0);
  assert.equal(read("setup.lock"), "");
});

test("a living holder that has not touched its lock for some seconds keeps it", async () => {
  const file = join(folder, ".cache", "setup.lock");
  const holds = (age: number, lock: object): void => {
    writeFileSync(file, JSON.stringify(lock));
    const then = new Date(Date.now() - 1000 * age);
    utimesSync(file, then, then);
  };
  const own = { token: "mine", pid: process.pid, host: hostname() };
  holds(20, own);
  const waiting = enter(1, -1);
  await new Promise((done) => setTimeout(done, 1500));
  assert.deepEqual(JSON.parse(read("setup.lock")), own);
  rmSync(file);
  assert.equal(await waiting, 0);
  // Of another host nothing but its age tells.
  holds(20, { ...own, pid: 999_999_999, host: "elsewhere" });
  const other = enter(1, -1);
  await new Promise((done) => setTimeout(done, 1500));
  assert.equal(JSON.parse(read("setup.lock")).host, "elsewhere");
  holds(100, { ...own, host: "elsewhere" });
  assert.equal(await other, 0);
});
