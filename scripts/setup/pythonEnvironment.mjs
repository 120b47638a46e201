import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { CommandError, run } from "./command.mjs";
import { root, venvDir, venvProgram } from "./paths.mjs";
import { SetupError } from "./SetupError.mjs";

const requirements = join(root, "scripts", "setup", "requirements.txt");
const stamp = join(venvDir, "batchwise.json");
const candidates = ["python3.13", "python3.12", "python3.11", "python3.10", "python3", "python"];

/** What decides whether the environment is the right one: the pins, and where it lies. */
function fingerprint() {
  const pins = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  return JSON.stringify({ pins, root });
}

/** Options of every pip call: quick to give up without a network, nothing in the user's home. */
export const pipOptions = [
  "--retries",
  "1",
  "--no-cache-dir",
  "--no-input",
  "--disable-pip-version-check",
];

/** Python with JupyterLab, nbconvert and nbclient in `.venv`, pinned and checked by hash. */
export const pythonEnvironment = {
  title: "Python environment",
  isDone: () =>
    existsSync(stamp) &&
    readFileSync(stamp, "utf8") === fingerprint() &&
    existsSync(venvProgram("python")),
  /** @param {(text: string) => void} report */
  async install(report) {
    const { python, version } = await findPython();
    report(`Python ${version}`);
    await rm(venvDir, { recursive: true, force: true });
    mkdirSync(venvDir);
    await run(python, ["-m", "venv", venvDir]).catch(async (error) => {
      await rm(venvDir, { recursive: true, force: true });
      throw explain(error, python);
    });
    const total = readFileSync(requirements, "utf8").match(/^\S+==/gm)?.length ?? 0;
    let found = 0;
    await run(
      venvProgram("python"),
      [
        "-m",
        "pip",
        "install",
        ...pipOptions,
        "--prefer-binary",
        "--require-hashes",
        "-r",
        requirements,
      ],
      {
        onLine: (line) => {
          if (/^(Collecting|Processing) /.test(line)) report(`${++found} of ${total} packages`);
          if (line.startsWith("Installing ")) report("installing");
        },
      },
    ).catch((error) => {
      throw explain(error, python);
    });
    writeFileSync(stamp, fingerprint());
    return `Python ${version}, ${found} packages`;
  },
};

/** The first Python ≥ 3.10 that can make environments; `PYTHON` names one to use. */
async function findPython() {
  const named = process.env.PYTHON;
  const problems = [];
  for (const python of named ? [named] : candidates) {
    const version = await run(python, [
      "-c",
      "import sys; print('.'.join(map(str, sys.version_info[:3])))",
    ]).catch(() => undefined);
    if (version === undefined) continue;
    const [major, minor] = version.trim().split(".").map(Number);
    if (major !== 3 || minor < 10) {
      problems.push(`${python} is ${version.trim()}`);
      continue;
    }
    const capable = await run(python, ["-c", "import venv, ensurepip"]).then(
      () => true,
      () => false,
    );
    if (capable) return { python, version: version.trim() };
    problems.push(`${python} ${version.trim()} lacks the module venv or ensurepip`);
  }
  if (problems.some((problem) => problem.includes("lacks")))
    throw new SetupError(
      `Python cannot make environments: ${problems.join("; ")}.`,
      "On Debian or Ubuntu: sudo apt-get install python3-venv",
    );
  throw new SetupError(
    `Python 3.10 or newer was not found (${problems.join("; ") || `looked for ${named ?? candidates.join(", ")}`}).`,
    "On Debian or Ubuntu: sudo apt-get install python3 python3-venv. Elsewhere: https://www.python.org/downloads/. PYTHON=/path/to/python names one to use.",
  );
}

/** @param {unknown} error @param {string} python */
function explain(error, python) {
  if (error instanceof CommandError && /ensurepip/.test(error.output))
    return new SetupError(
      `${python} did not make an environment in .venv.`,
      "On Debian or Ubuntu: sudo apt-get install python3-venv. Where that is there, .cache/setup.log has the reason.",
    );
  return explainPip(error, requirements);
}

/**
 * What a failed installation lacked.
 * @param {unknown} error
 * @param {string} pins the file of requirements
 */
export function explainPip(error, pins) {
  if (!(error instanceof CommandError)) return error;
  if (error.diskFull)
    return new SetupError("The disk is full.", "Free about 1 GB, then run the command again.");
  if (/DO NOT MATCH THE HASHES|THESE PACKAGES DO NOT MATCH/i.test(error.output))
    return new SetupError(
      `A Python package does not match its checksum in ${relative(root, pins)}.`,
      "Check that pip's index is the one you trust (`pip config list`), then run the command again.",
    );
  if (error.offline)
    return new SetupError(
      "The Python package index could not be reached.",
      "Check the network and `pip config list`, then run the command again.",
    );
  return error;
}
