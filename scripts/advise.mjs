/** `npm run advise -- data.csv --label species`: a batch size and a learning rate for these data; --help says more. */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { adviseOptions, HELP } from "./advise/adviseOptions.mjs";
import { startLine } from "./advise/progressLine.mjs";
import { readText } from "./advise/readingOptions.mjs";
import { repeatCommand } from "./advise/repeatCommand.mjs";
import { ensureSetup } from "./setup.mjs";

/** @param {Exclude<ReturnType<typeof adviseOptions>, "help">} chosen @param {AbortSignal} signal */
async function run({ file, folder, plan, layers, reading, options }, signal) {
  await ensureSetup();
  const { writeAdviceReport } = await import("./advise/adviceReport.mjs");
  const { loadExamples } = await import("../lib/dist/data/loadExamples.js");
  const { advise, adviceText, planText, readLayersModel } = await import(
    "../lib/dist/advise/index.js"
  );
  const examples = await loadExamples(file, reading);
  const { data, features, split, groups } = examples;
  console.log(readText(file, examples, reading).join("\n"));
  const line = startLine();
  /** @type {import("../lib/dist/advise/index.js").Plan | undefined} */
  let made;
  try {
    const advice = await advise(data, {
      ...options,
      ...(features && { features }),
      ...(split && { split }),
      ...(groups && { groups }),
      folder,
      signal,
      ...(layers && { model: await readLayersModel(layers) }),
      ...(plan && { plan: readPlan(plan) }),
      onPlan: (given) => {
        made = given;
        console.log(`\n${planText(given)}\n`);
      },
      onProgress: line.show,
    });
    line.end();
    console.log(`${adviceText(advice)}\n`);
    if (made)
      await writeAdviceReport(join(folder, "report.html"), {
        ...{ advice, plan: made, name: basename(file) },
        data: `${data.n} examples of ${data.shape.join(" × ")} features`,
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
    // A second one ends the process at once; the journal bears it.
    for (const name of ["SIGINT", "SIGTERM"])
      process.once(name, () => interrupt.abort(new Error(name)));
    await run(chosen, interrupt.signal);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
