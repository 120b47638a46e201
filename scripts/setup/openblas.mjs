import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CommandError, run } from "./command.mjs";
import { root, venvProgram } from "./paths.mjs";
import { pipOptions } from "./pythonEnvironment.mjs";

const pins = join(root, "scripts", "setup", "openblas.txt");
/** Tells the library where OpenBLAS lies; `lib/wasm/blas.ts` reads it. */
const note = join(root, "lib", "dist", "wasm", "openblas.json");

/** OpenBLAS from the Python package index. Where it cannot be had, the library multiplies matrices itself, more slowly. */
export const openblas = {
  title: "OpenBLAS",
  isDone() {
    if (!existsSync(note)) return false;
    const { library, pinned } = JSON.parse(readFileSync(note, "utf8"));
    return pinned === readFileSync(pins, "utf8") && (library === null || existsSync(library));
  },
  async install() {
    const found = await installed();
    const pinned = readFileSync(pins, "utf8");
    mkdirSync(dirname(note), { recursive: true });
    writeFileSync(note, JSON.stringify({ pinned, ...found }));
    return found.library ? found.version : "not to be had here; matrix products will be slower";
  },
};

/** @returns {Promise<{ library: string | null, version: string }>} */
async function installed() {
  const python = venvProgram("python");
  try {
    await run(python, ["-m", "pip", "install", ...pipOptions, "--require-hashes", "-r", pins]);
    const [library] = (
      await run(python, [
        "-c",
        "import scipy_openblas32 as b; print(b.get_lib_dir() + '/' + b.get_library(fullname=True))",
      ])
    )
      .trim()
      .split("\n")
      .slice(-1);
    return { library, version: (await tried(library)).trim() };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { library: null, version: "" };
  }
}

/** Loads the library in a process of its own and computes with it. @param {string} library */
function tried(library) {
  const probe = `
    const koffi = require("koffi");
    const blas = koffi.load(${JSON.stringify(library)});
    const dot = blas.func("float scipy_cblas_sdot(int n, const float *x, int dx, const float *y, int dy)");
    if (dot(2, [1, 2], 1, [3, 4], 1) !== 11) process.exit(1);
    console.log(blas.func("const char *scipy_openblas_get_config()")());`;
  return run(process.execPath, ["-e", probe]);
}
