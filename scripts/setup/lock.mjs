import { randomUUID } from "node:crypto";
import {
  existsSync,
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cacheDir } from "./paths.mjs";

const lockFile = join(cacheDir, "setup.lock");
const HEARTBEAT_SECONDS = 1;
/** So long may a loaded machine keep a holder from touching its lock. */
const STALE_SECONDS = 60;
/** So long may it take to write a lock. */
const WRITING_SECONDS = 5;
const TOKEN = "BATCHWISE_SETUP";

/** @typedef {{ token: string, pid: number, host: string, child?: number }} Lock `child` leads the process group at work */

/** @type {Lock | undefined} */
let held;

/** Marks the processes a set-up starts, so that the next one can tell them from strangers. */
export const childToken = () => (held ? { [TOKEN]: held.token } : {});

/**
 * Notes the process group that is at work, for whoever takes over if this process is killed.
 * @param {number | undefined} pid
 */
export function recordChild(pid) {
  if (!held) return;
  const { child: _, ...own } = held;
  held = pid === undefined ? own : { ...own, child: pid };
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
    const stale = staleLock();
    if (stale !== undefined) {
      takeAside(stale);
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
    // Not that of another, who took this one for stale.
    if (lockIn(readIfThere(lockFile))?.token === held?.token) rmSync(lockFile, { force: true });
    held = undefined;
  }
}

function tryLock() {
  const mine = { token: randomUUID(), pid: process.pid, host: hostname() };
  try {
    writeFileSync(lockFile, JSON.stringify(mine), { flag: "wx" });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  }
  held = mine;
  return true;
}

/** The text of a lock whose holder is gone: its process does not exist, or has not touched it for long. */
function staleLock() {
  let text, age;
  try {
    text = readFileSync(lockFile, "utf8");
    age = (Date.now() - statSync(lockFile).mtimeMs) / 1000;
  } catch {
    return undefined; // Given up meanwhile.
  }
  const lock = lockIn(text);
  // What cannot be read is being written, or was cut short by a kill.
  if (lock === undefined) return age > WRITING_SECONDS ? text : undefined;
  if (age > STALE_SECONDS) return text;
  return lock.host === hostname() && !isAlive(lock.pid) ? text : undefined;
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM"; // Another user's.
  }
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** @param {string} text @returns {Lock | undefined} */
function lockIn(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Takes a stale lock away and ends what its holder left running. If another process was faster and the lock is its own
 * by now, that one is put back.
 * @param {string} stale its text
 */
function takeAside(stale) {
  const aside = `${lockFile}.${randomUUID()}`;
  try {
    renameSync(lockFile, aside);
  } catch {
    return; // Taken by another.
  }
  try {
    if (readFileSync(aside, "utf8") === stale) endOrphan(lockIn(stale));
    else linkSync(aside, lockFile);
  } catch (error) {
    // A third one has made its own in between.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Ends the process group that a killed set-up left running, if it is truly the one it started. @param {Lock | undefined} lock */
function endOrphan(lock) {
  if (!lock?.child || lock.host !== hostname() || process.platform === "win32") return;
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
