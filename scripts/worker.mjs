/** `npm run worker -- --queue redis://host`: takes runs from a queue; --help says more. */
import { existsSync } from "node:fs";
import { readText } from "./advise/readingOptions.mjs";
import { ensureSetup } from "./setup.mjs";
import { startLine } from "./worker/statusLine.mjs";
import { HELP, workerOptions } from "./worker/workerOptions.mjs";

/** @typedef {import("./worker/workerOptions.mjs").ChosenWorker} ChosenWorker */

/** @param {ChosenWorker} chosen */
async function run({ file, reading, options }) {
  await ensureSetup();
  const { serveQueue } = await import("../lib/dist/queue/index.js");
  const data = file && (await readData(file, reading));
  const finish = new AbortController();
  const giveBack = new AbortController();
  const line = startLine();
  /** @param {string} text */
  const say = (text) => {
    line.end();
    console.error(text);
  };
  process.on("SIGINT", () => {
    if (giveBack.signal.aborted) process.exit(130); // Others take its runs after a while.
    if (finish.signal.aborted) giveBack.abort(new Error("SIGINT"));
    else say("worker: finishes the runs at work and ends; Ctrl+C once more gives them back.");
    finish.abort(new Error("SIGINT"));
  });
  // As Slurm and Kubernetes end a job: there is not much time.
  process.once("SIGTERM", () => giveBack.abort(new Error("SIGTERM")));
  try {
    const { done, failed } = await serveQueue({
      ...options,
      ...(data && { data: [data] }),
      finish: finish.signal,
      giveBack: giveBack.signal,
      onChange: line.show,
    });
    say(`worker: ${done} runs done${failed > 0 ? `, ${failed} failed` : ""}.`);
  } finally {
    line.end();
  }
}

/** @param {string} file @param {ChosenWorker["reading"]} reading */
async function readData(file, reading) {
  if (!existsSync(file)) throw new Error(`worker: there is no file ${JSON.stringify(file)}`);
  const { loadExamples } = await import("../lib/dist/data/loadExamples.js");
  const examples = await loadExamples(file, reading);
  console.error(readText(file, examples, reading).join("\n"));
  return examples.data;
}

try {
  const chosen = workerOptions(process.argv.slice(2), process.env);
  if (chosen === "help") console.log(HELP);
  else await run(chosen);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  console.error(message.replace(/^advise:/, "worker:"));
  process.exitCode = 1;
}
