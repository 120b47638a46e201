import { numberBetween, positiveInteger } from "../check.js";
import { checkLevel, type Estimate } from "./estimate.js";
import { normalQuantile } from "./normal.js";

/** A proportion of `n` independent trials with Wilson's (1927) score interval, good also near 0 and 1. */
export function proportion(
  successes: number,
  n: number,
  { level = 0.95 }: { readonly level?: number } = {},
): Estimate {
  positiveInteger("proportion", "n", n);
  numberBetween("proportion", "successes", successes, 0, n);
  checkLevel("proportion", level);
  const z = normalQuantile((1 + level) / 2);
  const estimate = successes / n;
  const center = (successes + (z * z) / 2) / (n + z * z);
  const half = (z * Math.sqrt(n * estimate * (1 - estimate) + (z * z) / 4)) / (n + z * z);
  // At the ends the interval closes exactly; the formula leaves a rounding error there.
  return {
    estimate,
    low: successes === 0 ? 0 : center - half,
    high: successes === n ? 1 : center + half,
    level,
    n,
  };
}
