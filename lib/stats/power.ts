import { numberBetween, refuse } from "../check.js";
import { bisect } from "./bisect.js";
import { studentT } from "./studentT.js";

/** Size and scatter of a paired comparison, and the errors it may make. */
export interface PowerOptions {
  /** Number of pairs, at least 2. */
  readonly n: number;
  /** Standard deviation of the differences, in the effect's unit. */
  readonly sd: number;
  /** Two-sided level of the test. Default .05. */
  readonly alpha?: number;
  /** Probability of seeing the effect. Default .8. */
  readonly power?: number;
}

/**
 * The smallest mean difference that a two-sided paired t test on `n` pairs sees with probability `power`,
 * in the unit of `sd`. A smaller effect may well be there and not be found.
 */
export function smallestDetectable({ n, sd, alpha = 0.05, power = 0.8 }: PowerOptions): number {
  if (!Number.isSafeInteger(n) || n < 2)
    refuse("smallestDetectable", "n must be an integer from 2", n);
  numberBetween("smallestDetectable", "sd", sd, 0, Number.MAX_VALUE);
  numberBetween("smallestDetectable", "alpha", alpha, 1e-12, 0.5);
  numberBetween("smallestDetectable", "power", power, alpha, 1 - 1e-9);
  const { cdf, quantile } = studentT(n - 1);
  const critical = quantile(1 - alpha / 2);
  const seen = (shift: number): number => 1 - cdf(critical, shift) + cdf(-critical, shift);
  let high = 1;
  while (seen(high) < power) high *= 2;
  return bisect((shift) => seen(shift) - power, 0, high) * (sd / Math.sqrt(n));
}
