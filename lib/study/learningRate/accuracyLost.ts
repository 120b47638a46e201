import { refuse } from "../../check.js";
import { columnsOf, groupRows, overlapOf } from "../../rows/groups.js";
import type { ColumnOf } from "../../rows/row.js";

/** For each group of rows the best accuracy minus the worst: `{ …by, lost, overlap }`, in percentage points. */
export function accuracyLost<R extends { readonly accuracy: number }, K extends ColumnOf<R>>(
  rows: readonly R[],
  { by }: { readonly by: readonly K[] },
): (Pick<R, K> & { readonly lost: number; readonly overlap: number })[] {
  if (rows.length === 0) refuse("accuracyLost", "rows must hold at least one", 0);
  return groupRows(rows, by).map((group) => {
    const all = group.map(({ accuracy }) => accuracy);
    const [best, worst] = [Math.max(...all), Math.min(...all)];
    if (Number.isNaN(best))
      refuse("accuracyLost", "rows must have accuracies; runs of real targets have none", best);
    return {
      ...columnsOf(group, by),
      lost: best - worst,
      overlap: overlapOf("accuracyLost", group),
    };
  });
}
