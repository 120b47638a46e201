/** Puts the figure renderer where the project's JupyterLab finds it. */
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { writeWhole } from "../../../writeWhole.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));
/** The page draws figures with the same scripts. */
const TEMPLATE = path.join(HERE, "../../page/template");
const NAME = "batchwise-plotly";

/**
 * The files of the extension: where they are installed → where they come from.
 * @param {string} root
 * @returns {Record<string, string>}
 */
function sources(root) {
  return {
    "package.json": path.join(HERE, "package.json"),
    "static/remoteEntry.js": path.join(HERE, "static", "remoteEntry.js"),
    "static/figureTheme.js": path.join(TEMPLATE, "figureTheme.js"),
    "static/hoverPictures.js": path.join(TEMPLATE, "hoverPictures.js"),
    "static/showFigure.js": path.join(TEMPLATE, "showFigure.js"),
    "static/plotly.min.js": path.join(root, "node_modules/plotly.js-dist-min/plotly.min.js"),
  };
}

/**
 * @param {string} root
 * @param {string} target
 */
async function isCurrent(root, target) {
  for (const [name, source] of Object.entries(sources(root))) {
    const file = path.join(target, name);
    if (!existsSync(file) || !(await readFile(file)).equals(await readFile(source))) return false;
  }
  return true;
}

/** @param {string} prefix the Python environment's folder */
const targetOf = (prefix) => path.join(prefix, "share", "jupyter", "labextensions", NAME);

/**
 * Whether the installed extension is the one of this checkout.
 * @param {{ root: string, prefix: string }} options
 * @returns {Promise<boolean>}
 */
export function isLabExtensionInstalled({ root, prefix }) {
  return isCurrent(root, targetOf(prefix));
}

/**
 * Installs or renews the extension; a whole one is always in place, whenever this is interrupted, or none yet.
 * @param {{ root: string, prefix: string }} options root: the project, with plotly.js in node_modules;
 *   prefix: the Python environment's folder
 * @returns {Promise<string>} the installed folder
 */
export async function installLabExtension({ root, prefix }) {
  const target = targetOf(prefix);
  // JupyterLab's own scripts are CommonJS; without this they would take the project's module type.
  await writeWhole(path.join(prefix, "package.json"), '{ "private": true, "type": "commonjs" }\n');
  if (await isCurrent(root, target)) return target;
  const part = path.join(prefix, "share", "jupyter", `.${NAME}.${process.pid}.part`);
  await rm(part, { recursive: true, force: true });
  for (const [name, source] of Object.entries(sources(root))) {
    await mkdir(path.dirname(path.join(part, name)), { recursive: true });
    await cp(source, path.join(part, name));
  }
  await mkdir(path.dirname(target), { recursive: true });
  await rm(target, { recursive: true, force: true });
  await rename(part, target);
  return target;
}
