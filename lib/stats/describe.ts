import { numberBetween } from "../check.js";
import { checkValues } from "./estimate.js";

/** Arithmetic mean of at least one number. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** Standard deviation with divisor n − 1, of at least two numbers. */
export function standardDeviation(values: readonly number[]): number {
  checkValues("standardDeviation", "values", values, 2);
  const center = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
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

/** {@link quantile} of numbers that are in rising order already. */
export function quantileOfSorted(sorted: Float64Array, p: number): number {
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
