import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CommandError, run } from "./command.mjs";
import { root } from "./paths.mjs";
import { SetupError } from "./SetupError.mjs";

/** @typedef {{ version?: string, link?: boolean, optional?: boolean }} LockedPackage */

/** @param {string} path @returns {Record<string, LockedPackage> | undefined} */
function lockedPackages(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), "utf8")).packages;
  } catch {
    return undefined;
  }
}

/** npm writes its hidden lock file last, so it tells whether the install went to its end. */
function isInstalled() {
  const wanted = lockedPackages("package-lock.json") ?? {};
  const present = lockedPackages("node_modules/.package-lock.json");
  if (!present) return false;
  return Object.entries(wanted).every(
    ([path, { version, link, optional }]) =>
      !path.startsWith("node_modules/") ||
      link ||
      (present[path] ? present[path].version === version : optional),
  );
}

/** The packages of package-lock.json in node_modules, without any install script. */
export const npmPackages = {
  title: "npm packages",
  isDone: isInstalled,
  /** @param {(text: string) => void} report */
  async install(report) {
    const total = Object.keys(lockedPackages("package-lock.json") ?? {}).length;
    let fetched = 0;
    const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=http"];
    const [program, ...first] = process.env.npm_execpath
      ? [process.execPath, process.env.npm_execpath]
      : [process.platform === "win32" ? "npm.cmd" : "npm"];
    try {
      await run(program, [...first, ...args], {
        onLine: (line) => {
          if (/http (fetch|cache)/.test(line))
            report(`${Math.min(++fetched, total)} of ${total} packages`);
        },
      });
    } catch (error) {
      throw error instanceof CommandError ? explain(error) : error;
    }
    return `${total} in place`;
  },
};

/** @param {CommandError} error */
function explain(error) {
  if (error.diskFull)
    return new SetupError("The disk is full.", "Free about 1 GB, then run the command again.");
  if (/EINTEGRITY/.test(error.output))
    return new SetupError(
      "A package that npm fetched does not match its checksum in package-lock.json.",
      "npm cache clean --force, then run the command again.",
    );
  if (/spawn .*ENOENT/.test(error.message))
    return new SetupError("npm was not found.", "Install Node.js with npm: https://nodejs.org/");
  if (error.offline)
    return new SetupError(
      "The npm registry could not be reached.",
      "Check the network, and `npm config get registry` or the proxy settings; then run the command again.",
    );
  return error;
}
