import { refuse } from "../../check.js";
import { groupRows } from "../../rows/groups.js";
import type { ColumnOf } from "../../rows/row.js";
import { lowestIndex } from "../../search/parabola.js";
import type { RateRow } from "./rateRow.js";

/**
 * Of each group of rows those at the single rate that is best for all its batch sizes together: the one with the
 * lowest validation loss at its worst batch size.
 */
export function compromiseRows<R extends RateRow>(
  map: readonly R[],
  { by }: { readonly by: readonly ColumnOf<R>[] },
): R[] {
  return groupRows(map, by).flatMap((group) => {
    const atRate = groupRows(group, ["learningRate"]);
    const worst = atRate.map((rows) => Math.max(...rows.map(({ validLoss }) => validLoss)));
    const best = lowestIndex(worst);
    if (!Number.isFinite(worst[best]))
      refuse("compromiseRows", "a rate must converge at every batch size", worst);
    return atRate[best];
  });
}
