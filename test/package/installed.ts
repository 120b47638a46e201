import assert from "node:assert/strict";
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../scripts.js";

/** Enough for npm where the registry answers slowly, and an end where it does not. */
const NPM_MILLISECONDS = 300_000;
const patience = ["--fetch-retries=1", "--fetch-timeout=60000", "--no-audit", "--no-fund"];

/** npm in a folder; fails with what it said. */
function npm(cwd: string, args: readonly string[]): string {
  const shell = process.platform === "win32";
  const ran = spawnSync("npm", args, { cwd, shell, encoding: "utf8", timeout: NPM_MILLISECONDS });
  assert.equal(
    ran.status,
    0,
    `npm ${args.join(" ")} must succeed (its registry must be reachable):\n${ran.stderr}`,
  );
  return ran.stdout;
}

/** An empty folder that a stranger might have. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), "batchwise-package-"));
}

/** What `npm pack` in lib/ gives: the tarball's path, and the files in it. */
export function pack(folder: string): { readonly tarball: string; readonly files: string[] } {
  const said = npm(join(root, "lib"), ["pack", "--json", "--pack-destination", folder]);
  const [{ filename, files }]: { filename: string; files: { path: string }[] }[] = JSON.parse(said);
  return { tarball: join(folder, filename), files: files.map(({ path }) => path) };
}

/** A project with nothing in it but the package, and a subfolder for each kind of module. */
export function installedProject(): string {
  const folder = emptyFolder();
  const { tarball } = pack(folder);
  writeFileSync(join(folder, "package.json"), '{ "private": true }');
  npm(folder, ["install", "--ignore-scripts", "--prefer-offline", ...patience, tarball]);
  for (const type of ["module", "commonjs"]) {
    mkdirSync(join(folder, type));
    writeFileSync(join(folder, type, "package.json"), JSON.stringify({ type }));
  }
  return folder;
}

/** Runs Node.js in a project as a stranger would, without what this project's environment sets. */
export function runNode(
  cwd: string,
  args: readonly string[],
  { node = process.execPath, env = {} }: { node?: string; env?: NodeJS.ProcessEnv } = {},
): SpawnSyncReturns<string> {
  const { PATH, HOME } = process.env;
  return spawnSync(node, args, { cwd, encoding: "utf8", env: { PATH, HOME, ...env } });
}
