/** The report command: options in, progress and a summary out. */
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { BrowserError } from "../browser.mjs";
import { makeReports } from "./makeReports.mjs";
import { OptionError, readOptions, USAGE } from "./options.mjs";
import { createProgress } from "./progress.mjs";

const ROOT = path.resolve(fileURLToPath(import.meta.url), "../../..");

/**
 * @param {readonly string[]} args
 * @param {{ root?: string, source?: string, out?: string, kernel?: string, env?: NodeJS.ProcessEnv }} [places]
 * @returns {Promise<number>} the exit code: 0, 1 when a notebook failed, 2 for a wrong option, 130 when stopped
 */
export async function reportCommand(args, places = {}) {
  const {
    root = ROOT,
    source = path.join(root, "notebooks"),
    out = path.join(root, "reports"),
  } = places;
  const all = existsSync(source)
    ? readdirSync(source).filter((name) => name.endsWith(".ipynb"))
    : [];
  let options;
  try {
    options = readOptions(args, all);
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    console.error(`${error.message}\n\n${USAGE}`);
    return 2;
  }
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  if (options.notebooks.length === 0) {
    console.error(`report: there are no notebooks in ${source}`);
    return 2;
  }
  const { profile, jobs } = options;
  const count = options.notebooks.length;
  console.log(`${count} notebook${count === 1 ? "" : "s"}, profile ${profile}, ${jobs} at a time`);
  const stopper = new AbortController();
  const stop = () => {
    if (stopper.signal.aborted) process.exit(130); // asked twice
    stopper.abort();
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  const executed = path.join(out, "notebooks");
  const progress = createProgress({ out: process.stdout, executed, profile });
  const { onEvent, say } = progress;
  try {
    const signal = stopper.signal;
    const made = await makeReports({
      ...places,
      ...options,
      root,
      source,
      out,
      signal,
      onEvent,
      say,
    });
    progress.close();
    for (const problem of made.problems) console.error(`\n${problem}`);
    if (made.index === null) {
      console.error(
        `\nStopped; what was computed is in ${executed}. The next run takes up the finished trainings.`,
      );
      return 130;
    }
    console.log(`\n${made.index}\n${pathToFileURL(made.index)}`);
    return made.problems.length > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof BrowserError)) throw error;
    console.error(`\n${error.message}`);
    return 1;
  } finally {
    progress.close();
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
}
