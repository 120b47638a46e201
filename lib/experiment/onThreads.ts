import type { Dataset } from "../data/dataset.js";
import type { LandscapeRows, LandscapeTask } from "../study/sharpness/landscapeStudy.js";
import type { SharpnessRow, SharpnessTask } from "../study/sharpness/sharpnessStudy.js";
import type { StabilityStudyRow, StabilityTask } from "../study/sharpness/stabilityStudy.js";
import { studySweep } from "./journalled.js";
import { onThreads } from "../threads/pool.js";
import type { TrialOptions } from "./runTrials.js";

/** What is done on threads: tasks and outputs are plain JSON. */
export interface StudyTasks {
  readonly sharpness: { readonly task: SharpnessTask; readonly output: SharpnessRow[] };
  readonly stability: { readonly task: StabilityTask; readonly output: StabilityStudyRow[] };
  readonly landscape: { readonly task: LandscapeTask; readonly output: LandscapeRows };
}

/** The outputs of tasks of one kind, in order; a journal keeps each as soon as it is done. */
export async function studyTasks<K extends keyof StudyTasks>(
  kind: K,
  data: Dataset,
  tasks: readonly StudyTasks[K]["task"][],
  { onProgress }: Pick<TrialOptions, "onProgress">,
): Promise<StudyTasks[K]["output"][]> {
  const module = new URL("../study/studyWorker.js", import.meta.url);
  return studySweep(
    data,
    tasks,
    (jobs, { signal }) =>
      onThreads<unknown, StudyTasks[K]["output"]>(
        module,
        jobs.map((task) => ({ kind, task })),
        { shared: data, signal },
      ),
    { batch: Math.max(1, tasks.length), work: { kind }, ...(onProgress && { onProgress }) },
  );
}
