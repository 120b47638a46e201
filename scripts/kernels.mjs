#!/usr/bin/env node
// Compiles lib/nn/kernels/ (AssemblyScript) to lib/nn/kernels.wasm, which is kept in the repository.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/**
 * The compiled kernels; a test compares them with the file.
 * @returns {Promise<Uint8Array>}
 */
export async function compileKernels() {
  /** @type {Uint8Array | undefined} */
  let binary;
  const { error, stderr } = await asc.main(
    [
      ...["lib/nn/kernels/index.ts", "--baseDir", ROOT, "--outFile", "kernels.wasm"],
      ...["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd"],
      // No exports of vectors: AS112 warns of one that stays inside.
      ...["--use", "abort=", "--disableWarning", "112"],
    ],
    {
      writeFile: (_name, contents) => {
        if (contents instanceof Uint8Array) binary = contents;
      },
    },
  );
  if (error || binary === undefined) throw new Error(`kernels: ${stderr.toString()}`);
  return binary;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(new URL("../lib/nn/kernels.wasm", import.meta.url), await compileKernels());
