import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CommandError, run } from "./command.mjs";
import { root, venvProgram } from "./paths.mjs";
import { explainPip, pipOptions } from "./pythonEnvironment.mjs";

const pins = join(root, "scripts", "setup", "openblas.txt");
/** Tells the library where OpenBLAS lies; `lib/wasm/openblasChoice.ts` reads it, and `npm pack` leaves it out. */
const note = join(root, "lib", "dist", "wasm", "openblas.json");

/** OpenBLAS from the Python package index. Where there is none, the library multiplies matrices itself, more slowly. */
export const openblas = {
  title: "OpenBLAS",
  isDone() {
    if (!existsSync(note)) return false;
    const { library, pinned } = JSON.parse(readFileSync(note, "utf8"));
    return pinned === fingerprint() && (library === null || existsSync(library));
  },
  async install() {
    const found = await installed();
    const version = found && (await tried(found));
    const library = version && found;
    mkdirSync(dirname(note), { recursive: true });
    writeFileSync(
      note,
      JSON.stringify({ library, version: version ?? "none", pinned: fingerprint() }),
    );
    if (library) return `OpenBLAS ${version}`;
    const none = found ? "it does not work on this machine" : "none for this machine";
    return `${none}; matrix products will be slower`;
  },
};

const fingerprint = () => createHash("sha256").update(readFileSync(pins)).digest("hex");

/** @returns {Promise<string | null>} the library's file, or null where the index has none for this machine */
async function installed() {
  const python = venvProgram("python");
  const pip = ["-m", "pip", "install", ...pipOptions, "--require-hashes", "-r", pins];
  try {
    await run(python, pip);
  } catch (error) {
    const said = error instanceof CommandError ? error.output : "";
    const reached = !/connection|resolution|unreachable/i.test(said);
    if (reached && /No matching distribution/.test(said)) return null;
    throw explainPip(error, pins);
  }
  const ask =
    "import scipy_openblas32 as b; print(b.get_lib_dir(), b.get_library(fullname=True), sep='/')";
  return (await run(python, ["-c", ask])).trim().split("\n").slice(-1)[0];
}

/**
 * Loads the library in a process of its own and computes with it.
 * @param {string} library
 * @returns {Promise<string | null>} its version, or null where it fails
 */
async function tried(library) {
  const probe = `
    const koffi = require("koffi");
    const blas = koffi.load(${JSON.stringify(library)});
    const dot = blas.func("float scipy_cblas_sdot(int n, const float *x, int dx, const float *y, int dy)");
    if (dot(2, [1, 2], 1, [3, 4], 1) !== 11) process.exit(1);
    console.log(blas.func("const char *scipy_openblas_get_config()")());`;
  try {
    return (await run(process.execPath, ["-e", probe])).trim().split(" ")[1];
  } catch (error) {
    if (error instanceof CommandError) return null;
    throw error;
  }
}
