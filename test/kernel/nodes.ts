import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./session.js";

const SOURCE = join(ROOT, "test/nodes");
const FOLDER = join(ROOT, ".cache/nodes");
/** Where the packages, which differ in nothing else, keep the binary. */
const binary = (folder: string, major: number): string =>
  join(folder, "node_modules", `node${major}-${process.platform}-${process.arch}`, "bin/node");

/** The major versions that the project supports. */
export const MAJORS = [20, 22, 24] as const;

/**
 * The Node.js binary of a major version, which test/nodes brings; the first call installs them.
 * Undefined where no package has one for this machine (an older macOS release on ARM).
 */
export function findNode(major: number): string | undefined {
  if (!isInstalled(FOLDER)) install();
  const path = binary(FOLDER, major);
  return existsSync(path) ? path : undefined;
}

/** Whether the versions that are wanted now are there. */
function isInstalled(folder: string): boolean {
  if (!existsSync(join(folder, "node_modules/.package-lock.json"))) return false;
  const [wanted, there] = [SOURCE, folder].map((place) =>
    readFileSync(join(place, "package.json"), "utf8"),
  );
  return wanted === there;
}

/** Into a folder of its own that is renamed when complete, so that it can be stopped at any time. */
function install(): void {
  const unfinished = `${FOLDER}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  for (const file of ["package.json", "package-lock.json", ".npmrc"])
    copyFileSync(join(SOURCE, file), join(unfinished, file));
  try {
    execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: unfinished,
      stdio: ["ignore", "ignore", "inherit"],
    });
    rmSync(FOLDER, { recursive: true, force: true });
    renameSync(unfinished, FOLDER);
  } catch (cause) {
    rmSync(unfinished, { recursive: true, force: true });
    const how = "npm ci in test/nodes must succeed (the registry must be reachable)";
    throw new Error(`nodes: ${how}`, { cause });
  }
}
