import type { Dataset } from "../data/dataset.js";
import { sweep } from "../search/sweep.js";
import { hostJournal } from "./hostJournal.js";
import type { LandscapeRows, LandscapeTask } from "./landscapeStudy.js";
import type { SharpnessRow, SharpnessTask } from "./sharpnessStudy.js";
import type { StabilityStudyRow, StabilityTask } from "./stabilityStudy.js";
import { onThreads } from "./threads.js";
import { fingerprint, type TrialOptions } from "./trials.js";

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
  { journal, onProgress }: Pick<TrialOptions, "journal" | "onProgress">,
): Promise<StudyTasks[K]["output"][]> {
  type Output = StudyTasks[K]["output"];
  const module = new URL("./studyWorker.js", import.meta.url);
  const experiment = { kind, data: fingerprint(data) };
  const file = journal ?? hostJournal(experiment);
  const rows = sweep(
    tasks,
    (jobs, { signal }) =>
      onThreads<unknown, Output>(
        module,
        jobs.map((task) => ({ kind, task })),
        { shared: data, signal },
      ),
    {
      batch: Math.max(1, tasks.length),
      experiment,
      ...(file === undefined ? {} : { journal: file }),
      ...(onProgress === undefined ? {} : { onProgress }),
    },
  );
  const outputs: Output[] = [];
  for await (const output of rows) outputs.push(output);
  return outputs;
}
