/** The lab command: the project's JupyterLab, which writes nothing outside the project. */
import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { venvProgram } from "../../setup/paths.mjs";
import { writeWhole } from "../../writeWhole.mjs";
import { jupyterEnvironment } from "../jupyterEnvironment.mjs";

const ROOT = path.resolve(fileURLToPath(import.meta.url), "../../../..");

/** No question about news, and no look for updates. */
const QUIET = {
  disabledExtensions: { "@jupyterlab/apputils-extension:announcements": true },
};

/**
 * Runs JupyterLab until it ends; SIGINT and SIGTERM end it with its kernels. A server that has been told to end and
 * is still there after `patience` is killed: its threads sometimes wait for each other for ever.
 * @param {readonly string[]} args JupyterLab's own options
 * @param {{ root?: string, source?: string, env?: NodeJS.ProcessEnv, onOutput?: (text: string) => void, signal?: AbortSignal, patience?: number }} [places] `patience` in ms
 * @returns {Promise<number>} the exit code
 */
export async function labCommand(args, places = {}) {
  const { root = ROOT, source = path.join(root, "notebooks"), onOutput, signal } = places;
  const { patience = 20_000 } = places;
  const env = jupyterEnvironment(root, places.env);
  const config = /** @type {string} */ (env["JUPYTER_CONFIG_DIR"]);
  await writeWhole(
    path.join(config, "labconfig", "page_config.json"),
    `${JSON.stringify(QUIET, null, 2)}\n`,
  );
  await mkdir(source, { recursive: true });
  const options = [
    `--ServerApp.root_dir=${source}`,
    "--ServerApp.answer_yes=True",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.news_url=None",
    "--LanguageServerManager.autodetect=False", // it would run npm, which writes to the user's home
    "--KernelSpecManager.allowed_kernelspecs={'batchwise'}",
    // A flood of output arrives whole: above a rate the server drops messages. The kernel sends few, large ones.
    "--ZMQChannelsWebsocketConnection.limit_rate=False",
    "--MultiKernelManager.default_kernel_name=batchwise",
    ...(process.getuid?.() === 0 ? ["--allow-root"] : []),
  ];
  // A session of its own: Ctrl-C comes through this process alone, which ends the server once and cleanly.
  const child = spawn(venvProgram("jupyter-lab"), [...options, ...args], {
    cwd: root,
    env,
    detached: process.platform !== "win32",
    stdio: onOutput ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => onOutput?.(text));
  }
  /** @type {NodeJS.Timeout | undefined} */
  let waiting;
  const stop = () => {
    child.kill("SIGTERM");
    waiting ??= setTimeout(() => child.kill("SIGKILL"), patience);
  };
  process.on("SIGINT", stop).on("SIGTERM", stop).on("SIGHUP", stop);
  signal?.addEventListener("abort", stop, { once: true });
  try {
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve(code ?? 0));
    });
  } finally {
    clearTimeout(waiting);
    process.off("SIGINT", stop).off("SIGTERM", stop).off("SIGHUP", stop);
  }
}
