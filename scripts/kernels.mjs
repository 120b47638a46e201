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

/** Folders of AssemblyScript in lib/, the WebAssembly module that each becomes in lib/dist, and whether threads share its memory. */
const modules = [
  { sources: "lib/nn/device/wasm/kernels", binary: "nn/device/wasm/kernels.wasm", shared: true },
  { sources: "lib/linear/kernel/assembly", binary: "linear/kernel/kernels.wasm", shared: false },
  {
    sources: "lib/linear/kernel/assembly",
    binary: "linear/kernel/kernels.shared.wasm",
    shared: true,
  },
  {
    sources: "lib/features/kernel/assembly",
    binary: "features/kernel/kernels.wasm",
    shared: true,
  },
  { sources: "lib/augment/assembly", binary: "augment/kernels.wasm", shared: false },
];
const flags = [
  ...["-O3", "--converge", "--noAssert", "--runtime", "stub", "--use", "abort="],
  ...["--enable", "simd", "--enable", "relaxed-simd"],
  // The memory is the host's; its first page holds the constants.
  ...["--importMemory", "--noExportMemory", "--initialMemory", "1", "--maximumMemory", "65536"],
  ...["--disableWarning", "112"], // It warns of vectors as parameters, which do not leave the module.
];
const sharing = ["--sharedMemory", "--enable", "threads"];

/** Compiles the library's numeric kernels where their sources or the compiler changed. */
export async function buildKernels() {
  for (const { sources, binary, shared } of modules) {
    const target = join(root, "lib", "dist", binary);
    const stamp = `${target}.from`;
    const options = shared ? [...flags, ...sharing] : flags;
    const wanted = fingerprint(join(root, sources), options);
    if (existsSync(target) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) continue;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(`${target}.part`, await compile(join(root, sources), options));
    renameSync(`${target}.part`, target);
    writeFileSync(stamp, wanted);
  }
}

/** @param {string} folder @param {readonly string[]} options @returns {Promise<Uint8Array>} the module */
async function compile(folder, options) {
  // Named in two steps: its types would put AssemblyScript's globals in the place of Node's.
  const compiler = "assemblyscript/asc";
  const { main } = await import(compiler);
  /** @type {Uint8Array | undefined} */
  let binary;
  const { error, stderr } = await main(
    ["index.ts", "--baseDir", folder, "--outFile", "kernels.wasm", ...options],
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

/** @param {string} folder @param {readonly string[]} options */
function fingerprint(folder, options) {
  const compiler = readFileSync(join(root, "node_modules", "assemblyscript", "package.json"));
  const hash = createHash("sha256").update(compiler).update(options.join(" "));
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .sort())
    hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest("hex");
}
