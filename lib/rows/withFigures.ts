import { refuse } from "../check.js";
import { columnsOf } from "./groups.js";
import type { ColumnOf } from "./row.js";

/**
 * A group's columns beside the figures computed of it. Fails where a column is named like a figure, for one would
 * stand in the other's place.
 */
export function withFigures<R extends object, K extends ColumnOf<R>, F extends object>(
  who: string,
  group: readonly R[],
  by: readonly K[],
  figures: F,
): Pick<R, K> & F {
  const taken = by.find((column) => column in figures);
  if (taken !== undefined)
    refuse(who, `by must not hold ${Object.keys(figures).join(", ")}, the names of figures`, taken);
  return { ...columnsOf(group, by), ...figures };
}
