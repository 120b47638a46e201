// Compiles the AssemblyScript kernels of lib/linear into lib/linear/kernel/binary.ts.
// `node scripts/kernels.mjs --check` compiles too, but only says whether that file is up to date.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const SOURCE = new URL("../lib/linear/kernel/assembly/", import.meta.url);
const TARGET = new URL("../lib/linear/kernel/binary.ts", import.meta.url);
const FLAGS = "-O3 --converge --runtime stub --noAssert --enable simd --use abort=".split(" ");

/** SHA-256 over the names and texts of the sources. */
export function sourceHash() {
  const hash = createHash("sha256");
  const names = readdirSync(SOURCE).filter((name) => name.endsWith(".ts"));
  for (const name of names.sort())
    hash.update(`${name}\n${readFileSync(new URL(name, SOURCE), "utf8")}\n`);
  return hash.digest("hex");
}

/**
 * The text of binary.ts for the present sources.
 * @returns {Promise<string>}
 */
async function compile() {
  const { default: asc } = await import("assemblyscript/asc");
  /** @type {Uint8Array | undefined} */
  let binary;
  const folder = fileURLToPath(SOURCE);
  const { error, stderr } = await asc.main(
    ["index.ts", "--outFile", "kernels.wasm", "--baseDir", folder, ...FLAGS],
    {
      writeFile: (_name, contents) => {
        if (contents instanceof Uint8Array) binary = contents;
      },
    },
  );
  if (error !== null || binary === undefined)
    throw new Error(`kernels: ${error?.message ?? "no output"}\n${stderr.toString()}`);
  return [
    "// Made by `npm run kernels` from ./assembly; do not edit.",
    "/** SHA-256 of the sources. */",
    `export const KERNEL_SOURCES: string =\n  "${sourceHash()}";`,
    "/** The compiled WebAssembly module in base64. */",
    `export const KERNELS: string =\n  "${Buffer.from(binary).toString("base64")}";`,
    "",
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = await compile();
  if (!process.argv.includes("--check")) writeFileSync(TARGET, text);
  else if (readFileSync(TARGET, "utf8") !== text) {
    console.error("kernels: binary.ts is out of date; run `npm run kernels`");
    process.exitCode = 1;
  }
}
