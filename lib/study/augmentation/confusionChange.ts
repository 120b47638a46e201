import { refuse } from "../../check.js";
import type { StudyRow } from "../../experiment/runTrials.js";

/** How often one class is taken for another, in percent of its examples, in two sets of runs. */
export interface ConfusionChange {
  readonly truth: string;
  readonly takenFor: string;
  readonly before: number;
  readonly after: number;
  /** after − before, in percentage points. */
  readonly change: number;
}

/** Every pair of different classes, the one that gained most confusions first. The rows must hold `confusion`. */
export function confusionChange(
  before: readonly Pick<StudyRow, "confusion">[],
  after: readonly Pick<StudyRow, "confusion">[],
  classes: readonly string[],
): ConfusionChange[] {
  const [old, current] = [before, after].map((rows) => sharesOf(rows, classes.length));
  const pairs = classes.flatMap((truth, i) =>
    classes.flatMap((takenFor, j): ConfusionChange[] => {
      if (i === j) return [];
      const at = i * classes.length + j;
      const change = current[at] - old[at];
      return [{ truth, takenFor, before: old[at], after: current[at], change }];
    }),
  );
  return pairs.sort((a, b) => b.change - a.change);
}

/** (classes, classes): percent of the row's class that all runs together took for the column's. */
function sharesOf(rows: readonly Pick<StudyRow, "confusion">[], classes: number): number[] {
  const sums = new Array<number>(classes * classes).fill(0);
  for (const { confusion } of rows) {
    if (confusion?.length !== sums.length)
      refuse("confusionChange", `every row must hold a confusion of ${classes} classes`, confusion);
    confusion.forEach((count, k) => {
      sums[k] += count;
    });
  }
  return sums.map((sum, k) => {
    const start = k - (k % classes);
    const total = sums.slice(start, start + classes).reduce((t, v) => t + v, 0);
    return total === 0 ? 0 : (100 * sum) / total;
  });
}
