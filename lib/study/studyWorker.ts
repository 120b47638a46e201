import { unreachable } from "../check.js";
import type { Dataset } from "../data/dataset.js";
import { landscapeRows } from "./sharpness/landscapeStudy.js";
import { sharpnessRows } from "./sharpness/sharpnessStudy.js";
import { stabilityRows } from "./sharpness/stabilityStudy.js";
import type { StudyTasks } from "../experiment/onThreads.js";
import { serveJobs } from "../threads/pool.js";

// A thread of a study: it is sent the data once, and one task after the other.

type Job = {
  readonly [K in keyof StudyTasks]: { readonly kind: K; readonly task: StudyTasks[K]["task"] };
}[keyof StudyTasks];

serveJobs((job: Job, shared): Promise<StudyTasks[keyof StudyTasks]["output"]> => {
  const data = shared as Dataset;
  switch (job.kind) {
    case "sharpness":
      return sharpnessRows(data, job.task);
    case "stability":
      return stabilityRows(data, job.task);
    case "landscape":
      return landscapeRows(data, job.task);
    default:
      return unreachable(job);
  }
});
