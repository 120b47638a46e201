// Compiles the AssemblyScript kernels of lib/linear into lib/linear/kernel/binary.ts.
// `node scripts/kernels.mjs --check` only says whether that file is up to date.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const SOURCE = fileURLToPath(new URL("../lib/linear/kernel/assembly/", import.meta.url));
const TARGET = fileURLToPath(new URL("../lib/linear/kernel/binary.ts", import.meta.url));
const FLAGS = "-O3 --converge --runtime stub --noAssert --enable simd --use abort=".split(" ");

/**
 * The text of binary.ts for the present sources.
 * @returns {Promise<string>}
 */
export async function compileKernels() {
  /** @type {Uint8Array | undefined} */
  let binary;
  const { error, stderr } = await asc.main(
    ["index.ts", "--outFile", "kernels.wasm", "--baseDir", SOURCE, ...FLAGS],
    {
      writeFile: (_name, contents) => {
        if (contents instanceof Uint8Array) binary = contents;
      },
    },
  );
  if (error !== null || binary === undefined)
    throw new Error(`kernels: ${error?.message ?? "no output"}\n${stderr.toString()}`);
  const base64 = Buffer.from(binary).toString("base64");
  return [
    "// Made by `npm run kernels` from ./assembly; do not edit.",
    "/** The compiled WebAssembly module in base64. */",
    `export const KERNELS: string =\n  "${base64}";`,
    "",
  ].join("\n");
}

/** True if binary.ts is what the present sources compile to. */
export async function kernelsAreCurrent() {
  return readFileSync(TARGET, "utf8") === (await compileKernels());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!process.argv.includes("--check")) writeFileSync(TARGET, await compileKernels());
  else if (!(await kernelsAreCurrent())) {
    console.error("kernels: binary.ts is out of date; run `npm run kernels`");
    process.exitCode = 1;
  }
}
