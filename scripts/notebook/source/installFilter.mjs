import { spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";

const KEY = "filter.batchwise-notebook.clean";
const COMMAND = "node scripts/notebook/source/clean.mjs";

/**
 * Makes this clone clean its notebooks on `git add`: `.gitattributes` names the filter, and only the
 * clone's own configuration can say what it runs. Without git or a clone it does nothing.
 * @param {string} root the repository
 * @returns {boolean} whether the filter is configured now
 */
export function installFilter(root) {
  const git = (...args) => spawnSync("git", ["-C", root, ...args], { encoding: "utf8" });
  const top = git("rev-parse", "--show-toplevel");
  if (top.error || top.status !== 0) return false;
  if (realpathSync(top.stdout.trim()) !== realpathSync(root)) return false; // unpacked within another clone
  if (git("config", "--local", "--get", KEY).stdout.trim() === COMMAND) return true;
  return git("config", "--local", KEY, COMMAND).status === 0;
}
