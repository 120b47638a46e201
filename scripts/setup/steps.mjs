import { browserStep } from "./browserStep.mjs";
import { jupyterParts } from "./jupyterParts.mjs";
import { nativeBackend } from "./nativeBackend.mjs";
import { npmPackages } from "./npmPackages.mjs";
import { openblas } from "./openblas.mjs";
import { pythonEnvironment } from "./pythonEnvironment.mjs";

/**
 * @typedef {object} Step
 * @property {string} title
 * @property {() => boolean | Promise<boolean>} isDone
 * @property {(report: (text: string) => void) => Promise<string>} install says what came of it
 */

/** In the order in which they need each other. @type {readonly Step[]} */
export const steps = [
  npmPackages,
  pythonEnvironment,
  openblas,
  nativeBackend,
  jupyterParts,
  browserStep,
];
