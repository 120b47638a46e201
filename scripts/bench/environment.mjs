import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const VENV = join(ROOT, ".venv-bench");
const REQUIREMENTS = fileURLToPath(new URL("requirements.txt", import.meta.url));
const PYTHON = join(
  VENV,
  ...(process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"]),
);
const STAMP = join(VENV, "batchwise-requirements");

/**
 * Runs a program with its output on standard error; rejects with what it was for when it fails.
 * @param {string} what what the program does, for the message
 * @param {string} program
 * @param {string[]} args
 */
function run(what, program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: ROOT, stdio: ["ignore", 2, 2] });
    child.on("error", (error) => reject(new Error(`bench: ${what} failed: ${error.message}`)));
    child.on("exit", (code, signal) => {
      if (code === 0) resolve(undefined);
      else reject(new Error(`bench: ${what} failed (${signal ?? `exit code ${code}`}); see above`));
    });
  });
}

/**
 * The Python of `.venv-bench`, which is made or brought up to `requirements.txt` first where needed.
 * @returns {Promise<string>} path of the interpreter
 */
export async function benchPython() {
  const wanted = createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex");
  if (existsSync(STAMP) && existsSync(PYTHON) && readFileSync(STAMP, "utf8") === wanted)
    return PYTHON;
  console.error(
    "bench: setting up .venv-bench (PyTorch with Lightning and torchvision, Keras with TensorFlow, scikit-learn, pandas, pyarrow, Albumentations; some minutes, once)",
  );
  const base = process.env["PYTHON"] ?? (process.platform === "win32" ? "python" : "python3");
  if (!existsSync(PYTHON)) {
    rmSync(VENV, { recursive: true, force: true });
    await run(`making .venv-bench with ${base} (another: PYTHON=path)`, base, ["-m", "venv", VENV]);
  }
  const pip = [
    "-m",
    "pip",
    "install",
    "--retries",
    "1",
    "--disable-pip-version-check",
    "-r",
    REQUIREMENTS,
  ];
  await run("installing scripts/bench/requirements.txt", PYTHON, pip);
  writeFileSync(STAMP, wanted);
  return PYTHON;
}
