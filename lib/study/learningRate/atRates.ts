import { refuse } from "../../check.js";
import { columnsOf, groupRows, matching } from "../../rows/groups.js";
import type { ColumnOf } from "../../rows/row.js";
import type { RateRow } from "./rateRow.js";

/** How a rate that was chosen at one batch size is carried to others. */
export interface AtRatesOptions<K> {
  /** Columns in which a chosen row and the rows of the map that get its rate agree. */
  readonly by: readonly K[];
  /** The rate is multiplied by (batch size ÷ that of the choice) to this power: 0 keeps it, ½ is the square-root rule, 1 the linear rule. Default 0. */
  readonly exponent?: number;
  /** Multiples of that rate, as in `[1 / 2, 1, 2]`. Default the rate alone. */
  readonly factors?: readonly number[];
}

/**
 * The rows of a map at the rates that follow from some chosen rows. A rate beyond the grid of a batch size becomes
 * the last on that side; one between two of the grid is refused.
 */
export function atRates<R extends RateRow, K extends ColumnOf<R>>(
  map: readonly R[],
  chosen: readonly R[],
  { by, exponent = 0, factors = [1] }: AtRatesOptions<K>,
): R[] {
  return chosen.flatMap((choice) => {
    const own = matching(map, columnsOf([choice], by) as Partial<R>);
    return groupRows(own, ["batchRows"]).flatMap((group) => {
      const [{ batchRows }] = group;
      const rates = group.map(({ learningRate }) => learningRate);
      const [lowest, highest] = [Math.min(...rates), Math.max(...rates)];
      const rate = choice.learningRate * (batchRows / choice.batchRows) ** exponent;
      const places = factors.map((factor) => {
        const wanted = Math.min(highest, Math.max(lowest, factor * rate));
        const place = rates.findIndex((own) => Math.abs(own / wanted - 1) < 1e-6);
        if (place < 0)
          refuse(
            "atRates",
            `the map must have the rate ${wanted} at batch size ${batchRows}`,
            rates,
          );
        return place;
      });
      return [...new Set(places)].map((place) => group[place]);
    });
  });
}
