import type { Dataset } from "../data/dataset.js";
import { type CheckpointedRun, trainWithCheckpoints } from "../nn/analysis/checkpoints.js";
import { studySweep } from "./journalled.js";
import { centredSplits, overlapBetween } from "./preparation.js";
import type { StudyRow, StudyTrial, TrialOptions } from "./runTrials.js";

export interface CheckpointSweepOptions<J, R> extends Pick<TrialOptions, "onProgress"> {
  /** What is read from the runs, with all that it depends on: plain JSON that tells its journal from others. */
  readonly work: unknown;
  /** Reads the rows of one run, which are plain JSON. */
  readonly read: (run: CheckpointedRun, train: Dataset, job: J) => readonly R[];
}

/**
 * Trains every job with checkpoints on centred features, one after the other, and gives the rows that are read from
 * them, each with the `overlap` of the divisions.
 */
export async function checkpointSweep<J extends StudyTrial, R>(
  data: Dataset,
  jobs: readonly J[],
  { work, read, onProgress }: CheckpointSweepOptions<J, R>,
): Promise<(R & Pick<StudyRow, "overlap">)[]> {
  const rows = await studySweep(
    data,
    jobs,
    async ([job], { signal }): Promise<(R & Pick<StudyRow, "overlap">)[][]> => {
      const splits = centredSplits(data, job.seed, job.trainExamples);
      const { train, valid } = splits;
      const run = await trainWithCheckpoints({ train, valid }, job.config, signal && { signal });
      signal?.throwIfAborted(); // A run that was cut short is no result.
      const overlap = overlapBetween("centred", splits);
      return [read(run, train, job).map((row) => ({ ...row, overlap }))];
    },
    { batch: 1, work: { checkpoints: work }, ...(onProgress && { onProgress }) },
  );
  return rows.flat();
}
