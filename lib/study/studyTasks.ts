import type { Dataset } from "../data/dataset.js";
import type { LandscapeRows, LandscapeTask } from "./landscapeStudy.js";
import type { SharpnessRow, SharpnessTask } from "./sharpnessStudy.js";
import type { StabilityStudyRow, StabilityTask } from "./stabilityStudy.js";
import { studySweep } from "./studySweep.js";
import { onThreads } from "./threads.js";
import type { TrialOptions } from "./trials.js";

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
  const module = new URL("./studyWorker.js", import.meta.url);
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
