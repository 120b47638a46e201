import { copyFileSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const LOGO = fileURLToPath(new URL("./logo-svg.svg", import.meta.url));

/** The kernelspec: how Jupyter starts the kernel. */
export function kernelSpec({ root, node }) {
  return {
    argv: [
      node,
      "--enable-source-maps",
      "--disable-warning=ExperimentalWarning", // tslab requires the library, an ES module
      "--disable-warning=DEP0040", // tfjs-node still uses punycode
      join(root, "scripts", "notebook", "kernel", "launch.mjs"),
      "{connection_file}",
    ],
    display_name: "TypeScript (Batchwise)",
    language: "typescript",
    interrupt_mode: "signal",
    env: { TF_CPP_MIN_LOG_LEVEL: "2" }, // TensorFlow's greetings
  };
}

/**
 * Installs the kernel `batchwise` for Jupyter. Running it again, or after an interruption, is safe:
 * each file appears complete or not at all.
 * @param {{ root: string, prefix: string, node?: string }} options repository; environment whose
 *   `share/jupyter` gets the kernel; Node.js that runs it (default: the running one)
 * @returns {string} the kernelspec's folder
 */
export function installKernelSpec({ root, prefix, node = process.execPath }) {
  const folder = join(prefix, "share", "jupyter", "kernels", "batchwise");
  mkdirSync(folder, { recursive: true });
  const place = (name, write) => {
    const unfinished = join(folder, `.${name}.${process.pid}`);
    write(unfinished);
    renameSync(unfinished, join(folder, name));
  };
  place("logo-svg.svg", (path) => copyFileSync(LOGO, path));
  const spec = `${JSON.stringify(kernelSpec({ root, node }), null, 2)}\n`;
  place("kernel.json", (path) => writeFileSync(path, spec));
  return folder;
}
