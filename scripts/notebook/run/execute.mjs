/** Runs notebooks through execute.py and passes its events on. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { venvProgram } from "../../setup/paths.mjs";
import { jupyterEnvironment } from "../jupyterEnvironment.mjs";

const RUNNER = fileURLToPath(new URL("execute.py", import.meta.url));

/**
 * @typedef {{ cell: number, line: string, ename: string, evalue: string }} CellError
 * @typedef {{ event: "start", notebook: string, cells: number }
 *   | { event: "cell", notebook: string, cell: number, of: number }
 *   | { event: "cellDone", notebook: string, cell: number, of: number, seconds: number }
 *   | { event: "done", notebook: string, status: string, seconds: number, error?: CellError }} RunEvent
 *
 * @typedef {object} ExecuteOptions
 * @property {string} root the project: its `.venv` runs, its `.jupyter` is written
 * @property {string} out folder of the executed notebooks
 * @property {number} [jobs] notebooks at a time, default 1
 * @property {number} [timeout] seconds a cell may take, default 600
 * @property {object} [params] reaches the notebooks as NB_PARAMS
 * @property {string} [kernel] default "batchwise"
 * @property {string} [cwd] working folder of the kernels, default the project
 * @property {NodeJS.ProcessEnv} [env]
 * @property {(event: RunEvent) => void} [onEvent]
 * @property {AbortSignal} [signal] ends the run; partial notebooks are kept
 */

/**
 * @param {readonly string[]} notebooks paths
 * @param {ExecuteOptions} options
 * @returns {Promise<Map<string, Extract<RunEvent, { event: "done" }>>>} by file name, of each notebook that was begun
 */
export async function executeNotebooks(notebooks, options) {
  const { root, out, jobs = 1, timeout = 600, params = {}, kernel = "batchwise" } = options;
  const args = ["--out", out, "--jobs", `${jobs}`, "--timeout", `${timeout}`, "--kernel", kernel];
  const environment = jupyterEnvironment(root, options.env);
  const child = spawn(
    venvProgram("python"),
    [RUNNER, ...args, "--cwd", options.cwd ?? root, ...notebooks],
    { env: { ...environment, NB_PARAMS: JSON.stringify(params) }, stdio: ["pipe", "pipe", "pipe"] },
  );
  const done = new Map();
  let words = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    words = (words + text).slice(-4000);
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    const event = JSON.parse(line);
    if (event.event === "done") done.set(event.notebook, event);
    options.onEvent?.(event);
  });
  const stop = () => child.stdin.end();
  options.signal?.addEventListener("abort", stop, { once: true });
  if (options.signal?.aborted) stop();
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  options.signal?.removeEventListener("abort", stop);
  if (code !== 0 && code !== 1 && code !== 130) {
    throw new Error(`the notebook runner ended with ${code}\n${words}`);
  }
  return done;
}
