import { refuse } from "../../check.js";
import { checkMeasured } from "../../rows/columns.js";
import { columnsOf, groupRows, overlapOf } from "../../rows/groups.js";
import type { ColumnOf } from "../../rows/row.js";

/** For each group of rows the best accuracy minus the worst: `{ …by, lost, overlap }`, in percentage points. */
export function accuracyLost<R extends { readonly accuracy: number }, K extends ColumnOf<R>>(
  rows: readonly R[],
  { by }: { readonly by: readonly K[] },
): (Pick<R, K> & { readonly lost: number; readonly overlap: number })[] {
  if (rows.length === 0) refuse("accuracyLost", "rows must hold at least one", 0);
  checkMeasured("accuracyLost", rows, "accuracy");
  return groupRows(rows, by).map((group) => {
    const all = group.map(({ accuracy }) => accuracy);
    return {
      ...columnsOf(group, by),
      lost: Math.max(...all) - Math.min(...all),
      overlap: overlapOf("accuracyLost", group),
    };
  });
}
