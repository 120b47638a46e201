import { createHash } from "node:crypto";
import { join } from "node:path";
import { canonicalJson } from "../search/plainJson.js";

/**
 * The journal that a host offers for an experiment, if it offers any: a file of its own in the folder that
 * BATCHWISE_JOURNALS names. The report command sets it for each notebook and clears it once the notebook
 * has run, so that only the work of a run that was cut short is taken up again.
 */
export function hostJournal(experiment: unknown): string | undefined {
  const folder = process.env["BATCHWISE_JOURNALS"];
  if (folder === undefined || folder === "") return undefined;
  const name = createHash("sha256").update(canonicalJson("hostJournal", experiment)).digest("hex");
  return join(folder, `${name.slice(0, 16)}.jsonl`);
}
