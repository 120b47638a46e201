/** The ledger of the article's claims, from what the executed notebooks recorded. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** @param {string} text */
const refuse = (text) => {
  throw new Error(text);
};

/**
 * The executed notebooks by their file's name.
 * @param {string} folder
 * @returns {Promise<[file: string, notebook: any][]>}
 */
async function readNotebooks(folder) {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".ipynb")).sort();
  return Promise.all(
    files.map(async (file) => [file, JSON.parse(await readFile(path.join(folder, file), "utf8"))]),
  );
}

/**
 * @param {[file: string, notebook: any][]} notebooks
 * @param {(text: string) => void} onProblem
 */
async function ledgerOf(notebooks, onProblem) {
  const { CLAIM_TYPE, ledger, readClaimRow } = await import("batchwise/claims");
  const rows = notebooks.flatMap(([file, { cells }]) => {
    const recorded = cells
      .flatMap((cell) => cell.outputs ?? [])
      .flatMap(({ data }) => data?.[CLAIM_TYPE] ?? []);
    return recorded.flatMap((row) => {
      try {
        return [readClaimRow(row)];
      } catch (error) {
        onProblem(
          `${file}: a recorded claim is not in the ledger: ${/** @type {Error} */ (error).message}`,
        );
        return [];
      }
    });
  });
  return ledger(rows);
}

/**
 * Every claim with its verdict so far; claims of notebooks that were not run show as not yet tested.
 * @param {string} folder of the executed notebooks
 * @param {(text: string) => void} [onProblem] is told of a row that is none, and the others count; by default it throws
 * @returns {Promise<import("batchwise/claims").LedgerRow[]>}
 */
export async function readLedger(folder, onProblem = refuse) {
  return ledgerOf(await readNotebooks(folder), onProblem);
}

/**
 * The ledger as a part of the index.
 * @param {string} folder of the executed notebooks
 * @param {(text: string) => void} [onProblem] as of `readLedger`
 */
export async function ledgerHtml(folder, onProblem = refuse) {
  const { ledgerTable } = await import("batchwise/claims");
  const notebooks = await readNotebooks(folder);
  const quick = notebooks.filter(([, { metadata }]) => metadata?.batchwise?.profile === "quick");
  const previews = quick.map(([file]) => path.basename(file, ".ipynb"));
  const preview =
    quick.length === 0
      ? ""
      : ` A preview: ${quick.length} of ${notebooks.length} notebooks ran in profile <code>quick</code>, with few seeds; <code>npm run report -- --profile standard</code> runs them with more.`;
  return `<section class="ledger">
<h2>An article's claims, tested</h2>
<p>Each claim with its verdict and one number, its interval in brackets. Unfold a claim for its statements, all findings and the dated rules that read them. Verdicts hold after Holm's correction over all findings that decide; <a href="ledger.json">ledger.json</a> has each before and after.${preview}</p>
<div class="table">${ledgerTable(await ledgerOf(notebooks, onProblem), { previews })}</div>
</section>`;
}
