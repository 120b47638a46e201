import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./setup/paths.mjs";

/** Folders of AssemblyScript in lib/, and the WebAssembly module that each becomes in lib/dist. */
const modules = [
  { sources: "lib/nn/kernels", binary: "lib/dist/nn/kernels.wasm" },
  { sources: "lib/linear/kernel/assembly", binary: "lib/dist/linear/kernel/kernels.wasm" },
];
const flags = [
  ...[
    "-O3",
    "--converge",
    "--noAssert",
    "--runtime",
    "stub",
    "--enable",
    "simd",
    "--enable",
    "relaxed-simd",
    "--use",
    "abort=",
  ],
  // The memory is the host's, which threads share; the one page holds the constants.
  ...["--importMemory", "--noExportMemory", "--sharedMemory", "--enable", "threads"],
  ...["--initialMemory", "1", "--maximumMemory", "65536"],
  ...["--disableWarning", "112"], // It warns of vectors as parameters, which do not leave the module.
];

/** Compiles the library's numeric kernels where their sources or the compiler changed. */
export async function buildKernels() {
  for (const { sources, binary } of modules) {
    const target = join(root, binary);
    const stamp = `${target}.from`;
    const wanted = fingerprint(join(root, sources));
    if (existsSync(target) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) continue;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(`${target}.part`, await compile(join(root, sources)));
    renameSync(`${target}.part`, target);
    writeFileSync(stamp, wanted);
  }
}

/** @param {string} folder @returns {Promise<Uint8Array>} the module */
async function compile(folder) {
  // Named in two steps: its types would put AssemblyScript's globals in the place of Node's.
  const compiler = "assemblyscript/asc";
  const { main } = await import(compiler);
  /** @type {Uint8Array | undefined} */
  let binary;
  const { error, stderr } = await main(
    ["index.ts", "--baseDir", folder, "--outFile", "kernels.wasm", ...flags],
    {
      writeFile: (_name, contents) => {
        if (contents instanceof Uint8Array) binary = contents;
      },
    },
  );
  if (error || binary === undefined)
    throw new Error(`${folder} did not compile:\n${stderr.toString()}`);
  return binary;
}

/** @param {string} folder */
function fingerprint(folder) {
  const compiler = readFileSync(join(root, "node_modules", "assemblyscript", "package.json"));
  const hash = createHash("sha256").update(compiler).update(flags.join(" "));
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .sort())
    hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest("hex");
}
