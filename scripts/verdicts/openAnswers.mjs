/** Sentences of the notebooks' answers that do not follow from the figures of their last run. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

const HEADING = "The answer says";
const HOLDS = "holds";

/**
 * @typedef {object} OpenAnswer
 * @property {string} notebook file name without its ending
 * @property {string} says the sentence
 * @property {string} found what the run says of it, as in "does not hold"
 */

/**
 * Every part of an answer (`plot.answerTable`) that its run does not bear out: what does not hold, and what is not
 * settled.
 * @param {string} folder of the executed notebooks
 * @returns {Promise<OpenAnswer[]>} in the order of the notebooks
 */
export async function openAnswers(folder) {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".ipynb")).sort();
  const found = files.map(async (file) => {
    const { cells } = JSON.parse(await readFile(path.join(folder, file), "utf8"));
    const outputs = cells.flatMap((/** @type {any} */ cell) => cell.outputs ?? []);
    const tables = outputs
      .map((/** @type {any} */ { data }) => [data?.["text/plain"] ?? ""].flat().join(""))
      .filter((/** @type {string} */ text) => text.startsWith(HEADING));
    return tables
      .flatMap((/** @type {string} */ text) => text.trim().split("\n").slice(1))
      .map((/** @type {string} */ line) => line.trim().split(/ {2,}/))
      .filter((/** @type {string[]} */ [, verdict]) => verdict !== HOLDS)
      .map((/** @type {string[]} */ [says, verdict]) => ({
        notebook: path.basename(file, ".ipynb"),
        says,
        found: verdict,
      }));
  });
  return (await Promise.all(found)).flat();
}

/**
 * What a reader of the run is told of them; those that do not hold are errors in a notebook's text.
 * @param {readonly OpenAnswer[]} open
 * @returns {{ lines: string[], wrong: number }}
 */
export function openAnswersText(open) {
  return {
    lines: open.map(({ notebook, says, found }) => `${notebook}: “${says}”: ${found}`),
    wrong: open.filter(({ found }) => found !== "not settled").length,
  };
}
