import type { Dataset } from "../data/dataset.js";
import type { Candidate } from "./candidate.js";
import type { ComparedRow } from "./compare.js";
import { type Axes, type Crossed, cross } from "./cross.js";
import type { StudyRow, StudyTrial, TrialOptions } from "./runTrials.js";
import { type RunOf, trialRows } from "./survey.js";

/** How runs are made again; the test part is always read. */
export type RunAgainOptions = Omit<TrialOptions, "readTest">;

/**
 * Makes runs again with changes and everything else kept: the seed of each, and the learning rate that it had, as
 * `compareTuned` has found it for that repeat. The changes are crossed as by `cross`.
 * @returns for each combination of changes one row for each run, with its columns and those of the changes
 * @example
 * ```ts
 * import { compareTuned, cross, loadDigits } from "batchwise";
 * import { runAgain } from "batchwise/experiment";
 *
 * const before = cross({
 *   model: { kind: "linear" }, optimizer: { kind: "sgd", learningRate: 1 },
 *   batchSize: 32, budget: { epochs: 3 }, seed: 0,
 * }, { rate: { kept: {} } });
 * const [data, seeds] = [loadDigits(), [0, 1]];
 * const tuned = await compareTuned(data, before, { seeds, minPoints: 3 });
 * const after = await runAgain(data, tuned, { batchSize: [128, 512] });
 * console.log(after.map(({ rate, batchSize, seed }) => `${rate} ${batchSize} ${seed}`));
 * // [ 'kept 128 0', 'kept 128 1', 'kept 512 0', 'kept 512 1' ]
 * console.log(after[2].learningRate === tuned[0].learningRate); // true
 * ```
 */
export async function runAgain<R extends Candidate & StudyTrial, const A extends Axes>(
  data: Dataset,
  runs: readonly R[],
  changes: A,
  options: RunAgainOptions = {},
): Promise<RunOf<Omit<R, keyof A> & Crossed<A>, ComparedRow>[]> {
  const changed = runs.map((run) => {
    // What was asked for of the first run is not of the second, unless it is asked for again.
    const {
      noisyAccuracy: _,
      history: __,
      confusion: ___,
      ...columns
    }: R & Partial<StudyRow> = run;
    return cross(run.config, changes).map((candidate) => ({ ...columns, ...candidate }));
  });
  const trials = (changed[0] ?? []).flatMap((_, c) => changed.map((run) => run[c]));
  const rows = await trialRows(data, trials, { ...options, readTest: true });
  // The test part was read.
  return rows as unknown as RunOf<Omit<R, keyof A> & Crossed<A>, ComparedRow>[];
}
