import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const OLDEST_NODE = [20, 19];
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  console.error(
    `Node ${process.versions.node} is too old: Batchwise needs ${OLDEST_NODE.join(".")} or newer.`,
  );
  console.error(
    "To mend it: install a current release from https://nodejs.org/, or `nvm install --lts`.",
  );
  process.exit(1);
}

/**
 * Makes everything the project needs that is not there yet, inside the project's folder, and compiles
 * the library where it changed.
 * Each step looks whether its work is done, and leaves a half-done state only where the next run
 * sees it as not done; so it may be interrupted at any point and run again.
 * On a failure it prints what is missing and what mends it, and ends the process.
 */
export async function ensureSetup() {
  const { steps } = await import("./setup/steps.mjs");
  const { cacheDir } = await import("./setup/paths.mjs");
  mkdirSync(cacheDir, { recursive: true });
  /** @type {import("./setup/steps.mjs").Step[]} */
  const missing = [];
  try {
    for (const step of steps) if (missing.length > 0 || !(await step.isDone())) missing.push(step);
    const { withLock } = await import("./setup/lock.mjs");
    if (missing.length > 0)
      await withLock(async () => {
        for (const step of missing) if (!(await step.isDone())) await runStep(step, steps);
      });
    const { buildLibrary } = await import("./build.mjs");
    if (!(await buildLibrary())) process.exit(1);
  } catch (error) {
    await explainAndExit(error);
  }
}

/**
 * @param {import("./setup/steps.mjs").Step} step
 * @param {readonly import("./setup/steps.mjs").Step[]} steps
 */
async function runStep(step, steps) {
  const { startProgress } = await import("./setup/progress.mjs");
  const progress = startProgress(`[${steps.indexOf(step) + 1}/${steps.length}] ${step.title}`);
  try {
    progress.done(await step.install(progress.report));
  } catch (error) {
    progress.fail();
    throw error;
  }
}

/** @param {unknown} error */
async function explainAndExit(error) {
  const { SetupError } = await import("./setup/SetupError.mjs");
  const { CommandError } = await import("./setup/command.mjs");
  const { BrowserError } = await import("./browser.mjs");
  if (error instanceof BrowserError) console.error(`\n${error.message}`);
  else if (error instanceof SetupError)
    console.error(`\n${error.message}\nTo mend it: ${error.mend}`);
  else if (error instanceof CommandError)
    console.error(
      `\n${error.message}. Its last words:\n${error.output.split("\n").slice(-12).join("\n")}\nAll of it: .cache/setup.log`,
    );
  else if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOSPC")
    console.error("\nThe disk is full.\nTo mend it: free about 3 GB, then run the command again.");
  else console.error(error);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await ensureSetup();
  console.log("Everything is set up.");
}
