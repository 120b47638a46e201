import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { getEnvironmentData, setEnvironmentData } from "node:worker_threads";
import { openLibrary } from "./openblasLibrary.js";
import { openblasPlaces } from "./openblasPlaces.js";

/** The file of the OpenBLAS in use, and its version; null and "none" where the library multiplies matrices itself. */
export interface OpenblasChoice {
  readonly library: string | null;
  readonly version: string;
}

const NONE: OpenblasChoice = { library: null, version: "none" };
const KEY = "batchwise.openblas";

/** Written by the repository's set-up, which has tried the library; the package has none. */
const note = new URL("./openblas.json", import.meta.url);

const probe = fileURLToPath(new URL("./openblasProbe.js", import.meta.url));
/** Far more than a busy machine takes. */
const PROBE_MILLISECONDS = 60_000;

/**
 * The OpenBLAS of this process: what the environment's OPENBLAS names, a file or "off"; else set-up's, else the
 * system's, each only if its products are right. The threads that this one starts choose as it does, so that a
 * result does not depend on the thread.
 */
export function openblasChoice(): OpenblasChoice {
  // What this thread sets is there in the threads that it starts from then on.
  const known = getEnvironmentData(KEY);
  if (isChoice(known)) return known;
  const chosen = choose();
  setEnvironmentData(KEY, { ...chosen });
  return chosen;
}

function isChoice(value: unknown): value is OpenblasChoice {
  return typeof value === "object" && value !== null && "library" in value;
}

function choose(): OpenblasChoice {
  const named = process.env["OPENBLAS"];
  if (named === "off") return NONE;
  if (named) return tried([resolve(named)], `OPENBLAS must name the library's file, or be "off"`);
  return noted() ?? tried(openblasPlaces());
}

function noted(): OpenblasChoice | undefined {
  if (!existsSync(note)) return undefined;
  const { library, version }: OpenblasChoice = JSON.parse(readFileSync(note, "utf8"));
  if (library === null) return undefined;
  try {
    openLibrary(library);
    return { library, version };
  } catch (error) {
    warn(`${library}: ${error instanceof Error ? error.message : error}; npm run setup mends it`);
    return undefined;
  }
}

/** The first of the files that a process of its own can use. What was asked for is missed aloud. */
function tried(files: readonly string[], asked?: string): OpenblasChoice {
  if (files.length === 0) return NONE;
  const { stdout, status, signal } = spawnSync(process.execPath, [probe, ...files], {
    // No options or hooks of this process.
    env: { ...process.env, NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "ignore"],
    encoding: "utf8",
    timeout: PROBE_MILLISECONDS,
    windowsHide: true,
  });
  if (status !== 0) {
    warn(`trying ${files.join(", ")} ended with ${signal ?? status}; OPENBLAS=off leaves that out`);
    return NONE;
  }
  const { found, problems }: { found?: OpenblasChoice; problems: string[] } = JSON.parse(stdout);
  if (!found && asked) warn(`${asked}, got ${problems.join("; ")}`);
  return found ?? NONE;
}

function warn(what: string): void {
  process.emitWarning(`batchwise: multiplies matrices without OpenBLAS, which is slower: ${what}`);
}
