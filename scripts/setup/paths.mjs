import { join } from "node:path";
import { fileURLToPath } from "node:url";

const windows = process.platform === "win32";

/** The repository's root folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** Downloads and other things that can be had again. Never committed. */
export const cacheDir = join(root, ".cache");

/** The project's own Python environment. */
export const venvDir = join(root, ".venv");

/** @param {string} name a program of the project's Python environment */
export const venvProgram = (name) =>
  join(venvDir, windows ? "Scripts" : "bin", windows ? `${name}.exe` : name);

export const tfjsNodeDir = join(root, "node_modules", "@tensorflow", "tfjs-node");
