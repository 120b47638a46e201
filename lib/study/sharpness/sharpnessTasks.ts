import type { Dataset } from "../../data/dataset.js";
import { tasksOnThreads } from "../../experiment/onThreads.js";
import type { TrialOptions } from "../../experiment/runTrials.js";
import type { SharpnessTasks } from "./sharpnessWorker.js";

/** The outputs of tasks of one kind, in order, each made on a thread; a journal keeps each as soon as it is done. */
export function sharpnessTasks<K extends keyof SharpnessTasks>(
  kind: K,
  data: Dataset,
  tasks: readonly SharpnessTasks[K]["task"][],
  options: Pick<TrialOptions, "onProgress">,
): Promise<SharpnessTasks[K]["output"][]> {
  const module = new URL("./sharpnessWorker.js", import.meta.url);
  return tasksOnThreads(module, data, kind, tasks, options);
}
