import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";

const folder = fileURLToPath(new URL(".", import.meta.url));

/** @param {string} path @returns {Record<string, unknown>} the packages of a lock file, without the root */
function packagesOf(path) {
  const { "": _root, ...packages } = JSON.parse(readFileSync(join(folder, path), "utf8")).packages;
  return packages;
}

/** npm writes its hidden lock file last, so it tells whether the install went to its end. */
function isInstalled() {
  try {
    return isDeepStrictEqual(
      packagesOf("node_modules/.package-lock.json"),
      packagesOf("package-lock.json"),
    );
  } catch {
    return false;
  }
}

/**
 * TypeDoc with a TypeScript that it knows, which is not the project's: both stand in this folder's lock file
 * and are installed beside it, without install scripts.
 * @returns {Promise<any>} TypeDoc's module
 */
export async function ensureTypedoc() {
  if (!isInstalled()) {
    console.log("TypeDoc: installing from scripts/docs/package-lock.json …");
    const args = ["ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"];
    const shell = process.platform === "win32";
    const { status } = spawnSync("npm", args, { stdio: "inherit", shell });
    if (status !== 0 || !isInstalled())
      throw new Error(
        "TypeDoc could not be installed: `npm run docs` needs the npm registry once.",
      );
  }
  return import(pathToFileURL(join(folder, "node_modules/typedoc/dist/index.js")).href);
}
