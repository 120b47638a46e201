import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ROOT } from "./environment.mjs";

const CASES = [
  "digits",
  "breast-cancer",
  "synthetic-20000x200x5",
  "synthetic-10000x784x10",
  "synthetic-60000x784x10",
  "text-20000x50000x2",
  "text-20000x50000x10",
];
const QUICK_CASES = CASES.slice(0, 2);
const SOLVERS = ["lbfgs", "newton-cg", "newton-cholesky", "sag", "saga", "sgd"];

/** newton-cholesky factors a square matrix of this many rows at most; larger ones cost minutes and gigabytes. */
const LARGEST_HESSIAN = 2000;

/** Excess objective, relative to the optimum. */
export const LEVELS = [1e-2, 1e-4, 1e-6];

/**
 * The data set's file and sizes; made once by `linear_data.py`, with the optimum that excess is measured from.
 * @param {string} python
 * @param {string} name
 */
function dataOf(python, name) {
  const folder = join(ROOT, ".cache", "bench");
  const file = join(folder, `linear-${name}.bin`);
  const about = file.replace(/\.bin$/, ".json");
  if (!existsSync(about)) {
    mkdirSync(folder, { recursive: true });
    const script = fileURLToPath(new URL("linear_data.py", import.meta.url));
    const made = spawnSync(python, [script, name, file], { stdio: ["ignore", 2, 2] });
    if (made.status !== 0) throw new Error(`bench: making the data set ${name} failed; see above`);
  }
  return { file, ...JSON.parse(readFileSync(about, "utf8")) };
}

/**
 * Each data set with the solvers to run on it.
 * @param {string} python
 * @param {{ quick: boolean, filter: RegExp }} options `filter` is held against "case solver"
 */
export function linearCases(python, { quick, filter }) {
  return (quick ? QUICK_CASES : CASES).flatMap((name) => {
    const solvers = SOLVERS.filter((solver) => filter.test(`${name} ${solver}`));
    if (solvers.length === 0) return [];
    const data = dataOf(python, name);
    const parameters = (data.classes === 2 ? 1 : data.classes) * (data.features + 1);
    const able = solvers.filter((s) => s !== "newton-cholesky" || parameters <= LARGEST_HESSIAN);
    return [{ case: name, data, solvers: able }];
  });
}
