import { unreachable } from "../../check.js";
import type { Dataset } from "../../data/dataset.js";
import { serveJobs } from "../../threads/serveJobs.js";
import { type LandscapeRows, type LandscapeTask, landscapeRows } from "./landscapeRows.js";
import { type SharpnessRow, type SharpnessTask, sharpnessRows } from "./sharpnessRows.js";
import { type StabilityStudyRow, type StabilityTask, stabilityRows } from "./stabilityRows.js";

/** What this thread does: tasks and outputs are plain JSON. */
export interface SharpnessTasks {
  readonly sharpness: { readonly task: SharpnessTask; readonly output: SharpnessRow[] };
  readonly stability: { readonly task: StabilityTask; readonly output: StabilityStudyRow[] };
  readonly landscape: { readonly task: LandscapeTask; readonly output: LandscapeRows };
}

type Job = {
  readonly [K in keyof SharpnessTasks]: {
    readonly kind: K;
    readonly task: SharpnessTasks[K]["task"];
  };
}[keyof SharpnessTasks];

serveJobs((job: Job, { shared }): Promise<SharpnessTasks[keyof SharpnessTasks]["output"]> => {
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
