/** The ledger of the document's claims, from what the executed notebooks recorded. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** @param {string} text */
const refuse = (text) => {
  throw new Error(text);
};

/**
 * Every claim with its verdict so far; claims of notebooks that were not run show as not yet tested.
 * @param {string} folder of the executed notebooks
 * @param {(text: string) => void} [onProblem] is told of a row that is none, and the others count; by default it throws
 * @returns {Promise<import("batchwise/claims").LedgerRow[]>}
 */
export async function readLedger(folder, onProblem = refuse) {
  const { CLAIM_TYPE, ledger, readClaimRow } = await import("batchwise/claims");
  const files = (await readdir(folder)).filter((file) => file.endsWith(".ipynb")).sort();
  const rows = await Promise.all(
    files.map(async (file) => {
      const { cells } = JSON.parse(await readFile(path.join(folder, file), "utf8"));
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
    }),
  );
  return ledger(rows.flat());
}

/**
 * The ledger as a part of the index.
 * @param {string} folder of the executed notebooks
 * @param {(text: string) => void} [onProblem] as of `readLedger`
 */
export async function ledgerHtml(folder, onProblem) {
  const { ledgerTable } = await import("batchwise/claims");
  return `<section class="ledger">
<h2>The document's claims, tested</h2>
<div class="table">${ledgerTable(await readLedger(folder, onProblem))}</div>
</section>`;
}
