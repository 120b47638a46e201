import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cacheDir } from "./paths.mjs";

const lockFile = join(cacheDir, "setup.lock");
const HEARTBEAT_SECONDS = 1;
const STALE_SECONDS = 6;
const TOKEN = "BATCHWISE_SETUP";

/** @type {{ token: string, pid: number, child?: number } | undefined} */
let held;

/** Marks the processes a set-up starts, so that the next one can tell them from strangers. */
export const childToken = () => (held ? { [TOKEN]: held.token } : {});

/**
 * Notes the process group that is at work, for whoever takes over if this process is killed.
 * @param {number | undefined} pid
 */
export function recordChild(pid) {
  if (!held) return;
  held = pid === undefined ? { token: held.token, pid: held.pid } : { ...held, child: pid };
  writeFileSync(lockFile, JSON.stringify(held));
}

/**
 * Runs `work` while no other set-up of this checkout runs. A lock whose holder was killed is taken
 * over, after what that holder had left running is ended.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(work) {
  let announced = false;
  while (!tryLock()) {
    if (isStale()) {
      endOrphan();
      rmSync(lockFile, { force: true });
      continue;
    }
    if (!announced) console.log("Another set-up of this folder is at work; waiting for it …");
    announced = true;
    await sleep(500);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    if (existsSync(lockFile)) utimesSync(lockFile, now, now);
  }, HEARTBEAT_SECONDS * 1000);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    held = undefined;
    rmSync(lockFile, { force: true });
  }
}

function tryLock() {
  const mine = { token: randomUUID(), pid: process.pid };
  try {
    writeFileSync(lockFile, JSON.stringify(mine), { flag: "wx" });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  }
  held = mine;
  return true;
}

/** The holder is gone: its process does not exist, or it has not touched the lock for long. */
function isStale() {
  try {
    if (Date.now() - statSync(lockFile).mtimeMs > STALE_SECONDS * 1000) return true;
    process.kill(readLock()?.pid ?? process.pid, 0);
    return false;
  } catch {
    return true;
  }
}

/** @returns {{ token: string, pid: number, child?: number } | undefined} */
function readLock() {
  try {
    return JSON.parse(readFileSync(lockFile, "utf8"));
  } catch {
    return undefined; // Cut short by the kill; its age decides.
  }
}

/** Ends the process group that a killed set-up left running, if it is truly the one it started. */
function endOrphan() {
  const lock = readLock();
  if (!lock?.child || process.platform === "win32") return;
  try {
    const environment = `/proc/${lock.child}/environ`;
    const known = existsSync("/proc/self")
      ? readFileSync(environment, "utf8").includes(`${TOKEN}=${lock.token}`)
      : true;
    if (known) process.kill(-lock.child, "SIGKILL");
  } catch {
    // It has ended already.
  }
}
