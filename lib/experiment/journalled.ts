import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Dataset } from "../data/dataset.js";
import { fingerprint } from "../data/fingerprint.js";
import { withProgress } from "../progress.js";
import type { RunMany } from "../search/inBatches.js";
import { canonicalJson } from "../search/plainJson.js";
import { type SweepOptions, sweep } from "../search/sweep.js";

export { fingerprint };

export interface StudySweepOptions<J>
  extends Pick<SweepOptions<J>, "batch" | "groupBy" | "journal" | "onProgress" | "signal"> {
  /** What the outputs depend on besides the data and the job: plain JSON that tells their journal from others. */
  readonly work: Readonly<Record<string, unknown>>;
}

/**
 * The outputs of jobs on data, in order; a journal keeps each as soon as it is done. Where jobs are equal, so is their
 * output: it is made once. Where the caller names no journal it is the host's, if it offers one.
 */
export async function studySweep<J, O>(
  data: Dataset,
  jobs: readonly J[],
  run: RunMany<J, O>,
  { work, journal, onProgress: given, ...options }: StudySweepOptions<J>,
): Promise<O[]> {
  return await withProgress(given, async (onProgress) => {
    const experiment = { data: fingerprint(data), ...work };
    const file = journal ?? hostJournal(experiment);
    const keys = jobs.map((job) => canonicalJson("sweep", job));
    const different = new Map(keys.map((key, i) => [key, jobs[i]]));
    const outputs: O[] = [];
    const all = sweep([...different.values()], run, {
      ...options,
      ...(onProgress && { onProgress }),
      experiment,
      ...(file !== undefined && { journal: file }),
    });
    for await (const output of all) outputs.push(output);
    const byKey = new Map([...different.keys()].map((key, i) => [key, outputs[i]]));
    return keys.map((key) => byKey.get(key) as O); // Each was made.
  });
}

/**
 * The journal that a host offers for an experiment, if it offers any: a file of its own in the folder that
 * BATCHWISE_JOURNALS names. The report command sets it for each notebook and clears it once the notebook
 * has run, so that only the work of a run that was cut short is taken up again.
 */
function hostJournal(experiment: unknown): string | undefined {
  const folder = process.env["BATCHWISE_JOURNALS"];
  if (folder === undefined || folder === "") return undefined;
  const name = createHash("sha256").update(canonicalJson("hostJournal", experiment)).digest("hex");
  return join(folder, `${name.slice(0, 16)}.jsonl`);
}
