import { numberBetween } from "../check.js";
import { checkValues } from "./estimate.js";

/** Arithmetic mean of at least one number. */
export function mean(values: ArrayLike<number>): number {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i];
  if (Number.isFinite(sum)) return sum / n;
  // Beyond the largest double the sum overflows though the mean does not.
  let center = 0;
  for (let i = 0; i < n; i++) center += values[i] / n;
  return center;
}

/** Standard deviation with divisor n − 1, of at least two numbers. */
export function standardDeviation(values: readonly number[]): number {
  checkValues("standardDeviation", "values", values, 2);
  const center = mean(values);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value - center)), 0);
  if (largest === 0) return 0;
  // In units of the largest deviation no square overflows, nor do all of them vanish.
  const squares = values.reduce((sum, value) => sum + ((value - center) / largest) ** 2, 0);
  return largest * Math.sqrt(squares / (values.length - 1));
}

/** Whether at least one number is all there is, but for the rounding of the last digits. */
export function allEqual(values: readonly number[]): boolean {
  let low = values[0];
  let high = values[0];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high - low <= 4 * Number.EPSILON * Math.max(Math.abs(low), Math.abs(high));
}

/**
 * The `p`-quantile of at least one number, linear between order statistics: type 7 of Hyndman & Fan
 * (1996), the default of R and NumPy.
 */
export function quantile(values: ArrayLike<number>, p: number): number {
  numberBetween("quantile", "p", p, 0, 1);
  checkValues("quantile", "values", Array.from(values), 1);
  return quantileOfSorted(Float64Array.from(values).sort(), p);
}

/** {@link quantile} of numbers that are in rising order already; infinite ones may be among them. */
export function quantileOfSorted(sorted: Float64Array, p: number): number {
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const share = position - below;
  const low = sorted[below];
  const high = sorted[Math.min(below + 1, sorted.length - 1)];
  if (share === 0 || low === high) return low;
  const between = low + share * (high - low);
  // Of two numbers farther apart than the largest double.
  return Number.isFinite(between) ? between : (1 - share) * low + share * high;
}
