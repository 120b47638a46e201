/** What stands first on the index, and the papers below the ledger: from what the executed notebooks recorded. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/**
 * @typedef {object} Answers
 * @property {import("batchwise/claims").PracticeRow[]} practice
 * @property {import("batchwise/claims").PaperRow[]} papers
 * @property {ReadonlySet<string>} previews names of the notebooks that ran in profile quick
 */

/** @param {string} text */
const refuse = (text) => {
  throw new Error(text);
};

/**
 * The rows of the practitioner's table and of the papers' that the executed notebooks hold, each once.
 * @param {string} folder of the executed notebooks
 * @param {(text: string) => void} [onProblem] is told of a row that is none, and the others count; by default it throws
 * @returns {Promise<Answers>}
 */
export async function readAnswers(folder, onProblem = refuse) {
  const { PAPER_TYPE, PRACTICE_TYPE, readPaperRow, readPracticeRow } = await import(
    "batchwise/claims"
  );
  /** @type {Map<string, import("batchwise/claims").PracticeRow>} */
  const practice = new Map();
  /** @type {Map<string, import("batchwise/claims").PaperRow>} */
  const papers = new Map();
  const previews = new Set();
  for (const file of (await readdir(folder)).filter((name) => name.endsWith(".ipynb")).sort()) {
    const { cells, metadata } = JSON.parse(await readFile(path.join(folder, file), "utf8"));
    if (metadata?.batchwise?.profile === "quick") previews.add(path.basename(file, ".ipynb"));
    const outputs = cells.flatMap((/** @type {any} */ cell) => cell.outputs ?? []);
    /**
     * @template {{ id: string }} T
     * @param {string} type @param {(json: unknown) => T} read @param {Map<string, T>} into
     */
    const collect = (type, read, into) => {
      for (const json of outputs.flatMap((/** @type {any} */ { data }) => data?.[type] ?? [])) {
        try {
          const row = read(json);
          if (into.has(row.id)) throw new Error(`${row.id} is recorded twice`);
          into.set(row.id, row);
        } catch (error) {
          const { message } = /** @type {Error} */ (error);
          onProblem(`${file}: a recorded answer does not count: ${message}`);
        }
      }
    };
    collect(PRACTICE_TYPE, readPracticeRow, practice);
    collect(PAPER_TYPE, readPaperRow, papers);
  }
  return { practice: [...practice.values()], papers: [...papers.values()], previews };
}

/** What a reader checks of a result of their own before they trust it, theirs or ours. */
const CHECKS = [
  [
    "Is the validation loss still falling when training ends?",
    "Then you compare how far each batch size came, not how good it is. Train for more updates.",
  ],
  [
    "Is the best learning rate at an edge of the grid?",
    "Then a better one may lie beyond it. Widen the grid until the best lies inside.",
  ],
  [
    "Is the difference larger than the spread between seeds?",
    "Pair the seeds and look at the interval of the difference. If it holds zero, nothing has been shown.",
  ],
];

/**
 * The index's first section and its last, as trusted HTML.
 * @param {string} folder of the executed notebooks
 * @param {(text: string) => void} [onProblem] as of `readAnswers`
 * @returns {Promise<{ answer: string, papers: string }>}
 */
export async function answersHtml(folder, onProblem = refuse) {
  const { paperTable, practiceTable, secondsPictures } = await import("batchwise/claims");
  const { practice, papers, previews } = await readAnswers(folder, onProblem);
  const preview = (/** @type {string} */ notebook) => previews.has(notebook);
  const note = [...practice, ...papers].some(({ notebook }) => preview(notebook))
    ? " Rows marked <em>preview</em> come from runs in profile <code>quick</code>, with few seeds: they show the way, not the answer. <code>npm run report -- --profile standard</code> runs more."
    : "";
  const seconds = practice.find(({ id }) => id === "seconds");
  const times = seconds
    ? secondsPictures(
        /** @type {readonly import("batchwise/claims").SecondsToTarget[]} */ (seconds.findings),
      )
    : "<p>Not yet measured: notebook 01 does.</p>";
  const checks = CHECKS.map(([ask, then]) => `<li><strong>${ask}</strong> ${then}</li>`).join("");
  const answer = `<p>It depends on what is scarce. Each row says what to do, and is computed from the runs of these notebooks: small networks, small data, 95 % intervals in brackets.${note}</p>
<div class="table">${practiceTable(practice, { preview })}</div>
<h3>Time to the target</h3>
${times}
<h3>Three checks before you trust a comparison</h3>
<ol class="checks">${checks}</ol>`;
  return {
    answer,
    papers: `<section class="ledger papers">
<h2>Reproduced papers</h2>
<p>Figures in print beside ours, each judged by a rule that was written down before the runs.${note}</p>
<div class="table">${paperTable(papers, { preview })}</div>
</section>`,
  };
}
