import { positiveInteger, refuse } from "../check.js";

/**
 * So many seeds in a row, from `first` on. Seeds that choose, as in a tuning, are kept apart from those that compare.
 * @example seedsFrom(100, 3) // [100, 101, 102]
 */
export function seedsFrom(first: number, count: number): number[] {
  if (!Number.isSafeInteger(first) || first < 0)
    refuse("seedsFrom", "first must be a whole number from 0 on", first);
  positiveInteger("seedsFrom", "count", count);
  return Array.from({ length: count }, (_, i) => first + i);
}
