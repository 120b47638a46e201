import type { Dataset } from "../data/dataset.js";
import { sharedDataset } from "../data/sharedDataset.js";
import { onThreads } from "../threads/pool.js";
import { studySweep } from "./journalled.js";
import type { TrialOptions } from "./runTrials.js";

/** A task for a thread, by kind: both are plain JSON. */
export interface TaskOf<K extends string, T> {
  readonly kind: K;
  readonly task: T;
}

/**
 * The outputs of tasks on a data set, in order, each made on a thread that runs a module; a journal keeps each
 * as soon as it is done. The module answers by `serveJobs`, and finds the data set in what its jobs share.
 */
export async function tasksOnThreads<K extends string, T, O>(
  module: URL,
  data: Dataset,
  kind: K,
  tasks: readonly T[],
  { onProgress }: Pick<TrialOptions, "onProgress">,
): Promise<O[]> {
  const shared = sharedDataset(data);
  return studySweep(
    data,
    tasks,
    (jobs, { signal }) =>
      onThreads<TaskOf<K, T>, O>(
        module,
        jobs.map((task) => ({ kind, task })),
        { shared, signal, onAbort: "fail" },
      ),
    { batch: Math.max(1, tasks.length), work: { kind }, ...(onProgress && { onProgress }) },
  );
}
