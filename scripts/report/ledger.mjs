/** The ledger of the document's claims, from what the executed notebooks recorded. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/**
 * Every claim with its verdict so far; claims of notebooks that were not run show as not yet tested.
 * @param {string} folder of the executed notebooks
 * @returns {Promise<import("batchwise/claims").LedgerRow[]>}
 */
export async function readLedger(folder) {
  const { CLAIM_TYPE, ledger, readClaimRow } = await import("batchwise/claims");
  const files = (await readdir(folder)).filter((file) => file.endsWith(".ipynb")).sort();
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), "utf8")));
  const outputs = texts.flatMap((text) =>
    JSON.parse(text).cells.flatMap((cell) => cell.outputs ?? []),
  );
  const recorded = outputs.flatMap(({ data }) => data?.[CLAIM_TYPE] ?? []);
  return ledger(recorded.map(readClaimRow));
}

/**
 * The ledger as a part of the index.
 * @param {string} folder of the executed notebooks
 */
export async function ledgerHtml(folder) {
  const { ledgerTable } = await import("batchwise/claims");
  return `<section class="ledger">
<h2>The document's claims, tested</h2>
<div class="table">${ledgerTable(await readLedger(folder))}</div>
</section>`;
}
