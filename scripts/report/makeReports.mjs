/** The whole way from notebooks to reports. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { answersHtml } from "../notebook/page/answers.mjs";
import { exportReports } from "../notebook/page/export.mjs";
import { writeIndex } from "../notebook/page/index.mjs";
import { ledgerHtml, readLedger } from "../notebook/page/ledger.mjs";
import { addPictures } from "../notebook/page/pictures.mjs";
import { executeNotebooks } from "../notebook/run/execute.mjs";
import { journalFolder } from "../notebook/run/journals.mjs";
import { writeWhole } from "../writeWhole.mjs";

/**
 * @typedef {object} ReportOptions
 * @property {string} root the project
 * @property {string} source folder of the notebooks
 * @property {readonly string[]} notebooks their file names
 * @property {string} out folder of the reports
 * @property {string} profile
 * @property {number} jobs
 * @property {number} timeout seconds for one cell
 * @property {string} [kernel]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {AbortSignal} [signal]
 * @property {(event: import("../notebook/run/execute.mjs").RunEvent) => void} [onEvent]
 * @property {(text: string) => void} [say]
 */

/**
 * Runs, draws, exports and lists. A notebook that fails keeps its partial report and is told among the problems.
 * @param {ReportOptions} options
 * @returns {Promise<{ index: string | null, reports: string[], problems: string[] }>} index is null when the run was stopped
 */
export async function makeReports(options) {
  const { root, source, out, profile, say = () => {} } = options;
  const executed = path.join(out, "notebooks");
  const run = {
    ...options,
    out: executed,
    params: { profile },
    env: {
      BATCHWISE_JOURNALS: journalFolder(root, profile),
      ...(options.env ?? process.env),
      BATCHWISE_PICTURES: "off", // all of them are drawn afterwards, by one browser
    },
  };
  const notebooks = options.notebooks.map((name) => path.join(source, name));
  // A quick run is a preview, of times too.
  const alone = profile === "quick" ? [] : notebooks.filter(measuresTime);
  const others = notebooks.filter((notebook) => !alone.includes(notebook));
  const timed = alone.length > 0 ? await executeNotebooks(alone, { ...run, jobs: 1 }) : [];
  const rest =
    others.length > 0 && !options.signal?.aborted ? await executeNotebooks(others, run) : [];
  const results = new Map([...timed, ...rest]);
  const problems = [...results].flatMap(([name, { status, error }]) =>
    status === "ok" || !error ? [] : [failureMessage(name, error)],
  );
  if (options.signal?.aborted) return { index: null, reports: [], problems };
  const files = [...results.keys()]
    .sort()
    .map((name) => path.join(executed, name))
    .filter((file) => existsSync(file));
  say("Pictures of the figures");
  for (const { notebook, cell, message } of await addPictures(files)) {
    problems.push(
      `${path.basename(notebook)}, cell ${cell}: the figure has no picture: ${message}`,
    );
  }
  say("Reports");
  const onProblem = (/** @type {string} */ text) => problems.push(text);
  const reports = await exportReports(files, { root, out, images: source, onProblem });
  const { answer, papers } = await answersHtml(executed, onProblem);
  const ledger = `${await ledgerHtml(executed, onProblem)}\n${papers}`;
  const rows = await readLedger(executed, () => {}); // problems were told by the line above
  await writeWhole(path.join(out, "ledger.json"), `${JSON.stringify(rows, null, 2)}\n`);
  return { index: await writeIndex({ out, source, answer, ledger }), reports, problems };
}

/** Whether one of its cells is tagged `timed`: it runs with no other notebook beside it. @param {string} notebook */
function measuresTime(notebook) {
  try {
    const { cells } = JSON.parse(readFileSync(notebook, "utf8"));
    return cells.some(({ metadata }) => metadata?.tags?.includes("timed"));
  } catch {
    return false; // The runner tells what is wrong with it.
  }
}

/** @param {string} notebook @param {import("../notebook/run/execute.mjs").CellError} error */
export function failureMessage(notebook, { cell, line, ename, evalue }) {
  const what = `${ename}: ${evalue}`;
  if (!cell) return `${notebook}: the kernel did not start: ${what}`;
  return `${notebook}, cell ${cell}: ${line}\n    ${what.replaceAll("\n", "\n    ")}`;
}
