import { positiveInteger, refuse } from "../check.js";

/**
 * Seeds in a row, of which a study needs disjoint ranges: `seedsFrom(100, 3)` is 100, 101, 102.
 * @param n how many
 */
export function seedsFrom(first: number, n: number): number[] {
  if (!Number.isSafeInteger(first) || first < 0)
    refuse("seedsFrom", "first must be an integer from 0 on", first);
  return Array.from({ length: positiveInteger("seedsFrom", "n", n) }, (_, i) => first + i);
}
