import { positiveInteger, refuse } from "../check.js";

/**
 * So many seeds in a row, from `first` on. Seeds that choose, as in a tuning, are kept apart from those that compare.
 * @example
 * ```ts
 * import { seedsFrom } from "batchwise";
 *
 * console.log(seedsFrom(100, 3)); // [ 100, 101, 102 ]
 * ```
 */
export function seedsFrom(first: number, count: number): number[] {
  if (!Number.isSafeInteger(first) || first < 0)
    refuse("seedsFrom", "first must be an integer from 0 on", first);
  return Array.from({ length: positiveInteger("seedsFrom", "count", count) }, (_, i) => first + i);
}
