/** `npm run advise -- data.csv --label species`: a batch size and a learning rate for these data; --help says more. */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { adviseOptions, HELP } from "./advise/adviseOptions.mjs";
import { startLine } from "./advise/progressLine.mjs";
import { readText } from "./advise/readingOptions.mjs";
import { repeatCommand } from "./advise/repeatCommand.mjs";
import { ensureSetup } from "./setup.mjs";

/** @typedef {import("./advise/adviseOptions.mjs").Chosen} Chosen */
/** @typedef {import("./advise/adviseOptions.mjs").ChosenProgram} ChosenProgram */
/** @typedef {import("../lib/dist/advise/index.js").WorkOptions} WorkOptions */
/** @typedef {import("../lib/dist/advise/index.js").Advice} Advice */

/** @param {Chosen | ChosenProgram} chosen @param {AbortSignal} signal */
async function run(chosen, signal) {
  await ensureSetup();
  const { adviceText, planText } = await import("../lib/dist/advise/index.js");
  const { writeAdviceReport } = await import("./advise/adviceReport.mjs");
  const { ask, name, about } =
    chosen.command === undefined ? await askOfData(chosen) : await askOfProgram(chosen);
  const { folder, plan, queue = process.env["BATCHWISE_QUEUE"] } = chosen;
  const { withQueue } = await import("../lib/dist/queue/index.js");
  const line = startLine();
  /** @type {import("../lib/dist/advise/index.js").Plan | undefined} */
  let made;
  try {
    /** @type {WorkOptions} */
    const work = {
      folder,
      signal,
      ...(plan && { plan: readPlan(plan) }),
      onPlan: (given) => {
        made = given;
        console.log(`\n${planText(given)}\n`);
      },
      onProgress: line.show,
    };
    const advice = await withQueue(queue || undefined, () => ask(work));
    line.end();
    console.log(`${adviceText(advice)}\n`);
    if (made)
      await writeAdviceReport(join(folder, "report.html"), {
        ...{ advice, plan: made, name, about },
        repeat: repeatCommand(process.argv.slice(2), folder),
      });
    console.log(`Kept: ${folder}/report.html, advice.json, plan.json and the journal.`);
  } catch (error) {
    line.end();
    if (!signal.aborted) throw error;
    console.error(
      `advise: interrupted. ${line.done()} trainings are kept in ${folder}; the same command goes on from them.`,
    );
    process.exitCode = 130;
  }
}

/**
 * What is asked of the advisor, what the subject is called, and what is to be said about it.
 * @typedef {{ ask: (options: WorkOptions) => Promise<Advice>, name: string, about: Readonly<Record<string, string>> }} Question
 */

/** Reads the file. @param {Chosen} chosen @returns {Promise<Question>} */
async function askOfData({ file, layers, reading, options }) {
  const { loadExamples } = await import("../lib/dist/data/loadExamples.js");
  const { advise, readLayersModel } = await import("../lib/dist/advise/index.js");
  const examples = await loadExamples(file, reading);
  const { data, features, split, groups } = examples;
  console.log(readText(file, examples, reading).join("\n"));
  const model = layers && (await readLayersModel(layers));
  /** @param {WorkOptions} work */
  const ask = (work) =>
    advise(data, {
      ...options,
      ...(features && { features }),
      ...(split && { split }),
      ...(groups && { groups }),
      ...(model && { model }),
      ...work,
    });
  const about = { Data: `${data.n} examples of ${data.shape.join(" × ")} features` };
  return { ask, name: basename(file), about };
}

/** @param {ChosenProgram} chosen @returns {Promise<Question>} */
async function askOfProgram({ command, folder, options }) {
  const { adviseProgram } = await import("../lib/dist/advise/index.js");
  console.log(`${command}\nruns once with the rate in use, or the usual one, before the plan.`);
  return {
    ask: ({ budget: _, ...work }) => adviseProgram(command, { ...options, ...work }),
    name: basename(folder),
    about: { Program: command },
  };
}

/** @param {string} file */
function readPlan(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(
      `advise: --plan must be the plan.json of an earlier call, got ${JSON.stringify(file)}: ${error instanceof Error ? error.message : error}`,
    );
  }
}

try {
  const chosen = adviseOptions(process.argv.slice(2));
  if (chosen === "help") console.log(HELP);
  else {
    const interrupt = new AbortController();
    // A second one ends the process at once, with the program that it runs; the journal bears it.
    for (const name of ["SIGINT", "SIGTERM"])
      process.on(name, () => {
        if (interrupt.signal.aborted) process.exit(130);
        interrupt.abort(new Error(name));
      });
    await run(chosen, interrupt.signal);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
