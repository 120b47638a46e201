/** The report command's options. */
import os from "node:os";
import { parseArgs } from "node:util";

export const PROFILES = ["quick", "standard", "full"];
const BYTES_PER_KERNEL = 1.5e9;

export const USAGE = `npm run report -- [options]
  --profile quick|standard|full   how much is computed, default quick
  --only 01,04                    these notebooks, by the start of their names
  --jobs N                        notebooks at a time, default from cores and free memory; except in a
                                  quick run, those that measure time run alone
  --timeout SECONDS               limit for one cell, default by profile: 600, 3600, none`;

/** A mistake in the options; the message says which. */
export class OptionError extends Error {
  /** @override */
  name = "OptionError";
}

/**
 * As many kernels as there are cores, and as the free memory holds at 1.5 GB each; at least one.
 * @param {{ cores?: number, freeBytes?: number }} [machine]
 */
export function defaultJobs({ cores = os.availableParallelism(), freeBytes = freeMemory() } = {}) {
  return Math.max(1, Math.min(cores, Math.floor(freeBytes / BYTES_PER_KERNEL)));
}

/** Counts memory that the system can free at once, and a container's limit. */
function freeMemory() {
  return process.availableMemory?.() ?? os.freemem();
}

/** @param {string} name @param {string | undefined} value @param {number} otherwise */
function positive(name, value, otherwise) {
  if (value === undefined) return otherwise;
  const number = Number(value);
  if (value.trim() === "" || !Number.isInteger(number) || number < 1) {
    throw new OptionError(`report: --${name} must be a positive integer, got ${value}`);
  }
  return number;
}

/**
 * @param {readonly string[]} args what stands after `--`
 * @param {readonly string[]} notebooks file names to choose from
 * @returns {{ profile: string, notebooks: string[], jobs: number, timeout: number, help: boolean }}
 */
export function readOptions(args, notebooks) {
  /** @type {Record<string, string | boolean | undefined>} */
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        profile: { type: "string", default: "quick" },
        only: { type: "string" },
        jobs: { type: "string" },
        timeout: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    }));
  } catch (error) {
    throw new OptionError(`report: ${error instanceof Error ? error.message : error}`);
  }
  const { only, jobs, timeout } = /** @type {Record<string, string | undefined>} */ (values);
  const profile = String(values["profile"]);
  if (!PROFILES.includes(profile)) {
    throw new OptionError(
      `report: --profile must be one of ${PROFILES.join(", ")}, got ${profile}`,
    );
  }
  const chosen = chooseNotebooks(only, notebooks);
  const limit = profile === "quick" ? 600 : profile === "standard" ? 3600 : 7 * 86_400;
  return {
    profile,
    notebooks: chosen,
    jobs: Math.min(positive("jobs", jobs, defaultJobs()), Math.max(1, chosen.length)),
    timeout: positive("timeout", timeout, limit),
    help: values["help"] === true,
  };
}

/** @param {string | undefined} only @param {readonly string[]} notebooks */
function chooseNotebooks(only, notebooks) {
  if (only === undefined) return [...notebooks].sort();
  const wanted = only.split(",").map((text) => text.trim());
  for (const start of wanted) {
    if (!start || !notebooks.some((name) => name.startsWith(start))) {
      const all = notebooks.map((name) => name.replace(".ipynb", "")).join(", ");
      throw new OptionError(`report: --only must name notebooks among ${all}; got ${only}`);
    }
  }
  return notebooks.filter((name) => wanted.some((start) => name.startsWith(start))).sort();
}
