/** Where notebooks keep finished runs, so that a report that was cut short goes on where it stopped. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";

/**
 * The folder for a profile's journals with the library as it is. Those of another library are removed:
 * its results are not this one's.
 * @param {string} root the project
 * @param {string} profile
 */
export function journalFolder(root, profile) {
  const all = path.join(root, ".cache", "journals");
  const library = libraryFingerprint(path.join(root, "lib", "dist"));
  for (const name of list(all))
    if (name !== library) rmSync(path.join(all, name), { recursive: true, force: true });
  return path.join(all, library, profile);
}

/** @param {string} folder */
function libraryFingerprint(folder) {
  const hash = createHash("sha256");
  for (const name of list(folder, true).sort())
    if (/\.(js|wasm)$/.test(name)) hash.update(name).update(readFileSync(path.join(folder, name)));
  return hash.digest("hex").slice(0, 16);
}

/** @param {string} folder @param {boolean} [recursive] @returns {string[]} */
function list(folder, recursive = false) {
  try {
    return readdirSync(folder, { recursive, encoding: "utf8" });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
