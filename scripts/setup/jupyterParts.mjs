import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { installKernelSpec, kernelSpec } from "../jupyter/kernel/install.mjs";
import { installFilter } from "../notebooks/installFilter.mjs";
import { root, venvDir } from "./paths.mjs";

const installedSpec = join(venvDir, "share", "jupyter", "kernels", "batchwise", "kernel.json");

/** What Jupyter and git need to know of the project: its kernel, and how notebooks are cleaned. */
export const jupyterParts = {
  title: "Jupyter kernel",
  isDone() {
    if (!existsSync(installedSpec)) return false;
    const spec = JSON.parse(readFileSync(installedSpec, "utf8"));
    return isDeepStrictEqual(spec, kernelSpec({ root, node: process.execPath }));
  },
  async install() {
    installFilter(root);
    installKernelSpec({ root, prefix: venvDir });
    return "in .venv";
  },
};
