/** What the library was compiled from: a fingerprint of its sources' content, for their dates say nothing after a checkout. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const NO_SOURCES = new Set(["dist", "node_modules"]);
/** @param {string} lib */
const stampFile = (lib) => join(lib, "dist", ".compiled-from");

/** @param {string} folder @returns {string[]} its TypeScript files, in a fixed order */
function sources(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !NO_SOURCES.has(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sources(path);
      return entry.name.endsWith(".ts") ? [path] : [];
    });
}

/**
 * @param {string} lib the library's folder
 * @returns {string} changes when the content or the name of any of its sources does
 */
export function fingerprint(lib) {
  const hash = createHash("sha256");
  for (const file of sources(lib)) {
    const content = readFileSync(file);
    hash.update(`${file.slice(lib.length)} ${content.length}\n`).update(content);
  }
  return hash.digest("hex");
}

/**
 * What `lib/dist` was compiled from.
 * @param {string} lib
 * @returns {string | undefined} a fingerprint; undefined where none was noted
 */
export function compiledFrom(lib) {
  try {
    return readFileSync(stampFile(lib), "utf8");
  } catch {
    return undefined;
  }
}

/** @param {string} lib @param {string} sourcesFingerprint taken before the compiler read them */
export function noteCompiled(lib, sourcesFingerprint) {
  if (compiledFrom(lib) !== sourcesFingerprint) writeFileSync(stampFile(lib), sourcesFingerprint);
}
