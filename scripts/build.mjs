import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fingerprint, noteCompiled } from "./libraryBuild.mjs";
import { completePackage } from "./packageFiles.mjs";
import { root } from "./setup/paths.mjs";

/**
 * Compiles the library, and only what changed since the last time: its kernels to WebAssembly, its
 * TypeScript to JavaScript with declarations. What `npm pack` in lib/ takes is whole afterwards.
 * @returns {Promise<boolean>} whether it compiled
 */
export async function buildLibrary() {
  const lib = join(root, "lib");
  const sources = fingerprint(lib);
  const { buildKernels } = await import("./kernels.mjs");
  await buildKernels();
  const tsc = spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", "-b", "lib"], {
    cwd: root,
    stdio: "inherit",
  });
  if (tsc.status !== 0) return false;
  noteCompiled(lib, sources);
  completePackage();
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.exitCode = (await buildLibrary()) ? 0 : 1;
