import { refuse } from "../../check.js";
import type { StudyRow } from "../../experiment/runTrials.js";
import { columnsOf, groupRows, overlapOf } from "../../rows/groups.js";
import type { ColumnOf } from "../../rows/row.js";

/** Points of validation accuracy below the best at which a rate is still good. */
const POINTS = 0.5;

/** The learning rates that are nearly as good as the best one. */
export interface GoodRange {
  /** The lowest and the highest rate of the grid within half a point of the best validation accuracy. */
  readonly lowest: number;
  readonly highest: number;
  /** log2(highest ÷ lowest): 0 where the best rate alone is good. */
  readonly doublings: number;
  /** 1 where the range ends at an end of the grid, so that it may be wider, else 0. */
  readonly cut: number;
  /** As in `StudyRow`. */
  readonly overlap: number;
}

/**
 * For each group of runs, which differ in their rate only, the range of good rates: `{ …by, lowest, highest,
 * doublings, cut, overlap }`. A run that diverged is never good.
 */
export function goodRanges<
  R extends Pick<StudyRow, "learningRate" | "validAccuracy" | "stopped">,
  K extends ColumnOf<R>,
>(rows: readonly R[], { by }: { readonly by: readonly K[] }): (Pick<R, K> & GoodRange)[] {
  return groupRows(rows, by).map((group) => {
    const rates = group.map(({ learningRate }) => learningRate);
    if (new Set(rates).size < rates.length)
      refuse("goodRanges", "by must leave one run for each rate", rates);
    const sound = group.filter(({ stopped }) => stopped !== "diverged");
    if (sound.length === 0)
      refuse("goodRanges", "every group must hold a run that did not diverge", group[0]);
    const best = Math.max(...sound.map(({ validAccuracy }) => validAccuracy));
    if (!Number.isFinite(best))
      refuse("goodRanges", "rows must have accuracies; runs of real targets have none", best);
    const good = sound
      .filter(({ validAccuracy }) => validAccuracy >= best - POINTS)
      .map(({ learningRate }) => learningRate);
    const [lowest, highest] = [Math.min(...good), Math.max(...good)];
    const cut = Number(lowest === Math.min(...rates) || highest === Math.max(...rates));
    return {
      ...columnsOf(group, by),
      lowest,
      highest,
      doublings: Math.log2(highest / lowest),
      cut,
      overlap: overlapOf("goodRanges", group),
    };
  });
}
