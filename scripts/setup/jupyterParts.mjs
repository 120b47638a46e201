import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { installKernelSpec, kernelSpec } from "../notebook/kernel/install.mjs";
import {
  installLabExtension,
  isLabExtensionInstalled,
} from "../notebook/lab/labextension/install.mjs";
import { installFilter } from "../notebook/source/installFilter.mjs";
import { root, venvDir } from "./paths.mjs";

const installedSpec = join(venvDir, "share", "jupyter", "kernels", "batchwise", "kernel.json");
const place = { root, prefix: venvDir };

/** What Jupyter and git need to know of the project: its kernel, its figures, how notebooks are cleaned. */
export const jupyterParts = {
  title: "Jupyter kernel and figures",
  async isDone() {
    if (!existsSync(installedSpec)) return false;
    const spec = JSON.parse(readFileSync(installedSpec, "utf8"));
    return (
      isDeepStrictEqual(spec, kernelSpec({ root, node: process.execPath })) &&
      isLabExtensionInstalled(place)
    );
  },
  async install() {
    installFilter(root);
    await installLabExtension(place);
    installKernelSpec(place);
    return "in .venv";
  },
};
