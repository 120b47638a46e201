import { numberBetween, refuse } from "../check.js";
import { jackknifeValues } from "./bootstrap.js";
import { allEqual, standardDeviation } from "./describe.js";
import { checkLevel, type Estimate, markDegenerate } from "./estimate.js";
import { studentT } from "./studentT.js";

/** Coverage of a jackknife interval, and whether its units are independent. */
export interface JackknifeOptions {
  /** Default .95. */
  readonly level?: number;
  /** Of units that are divisions of the same data, as in `MeanOptions`: the interval is widened by it. Default 0. */
  readonly overlap?: number;
}

/**
 * The statistic of `n` units with Tukey's (1958) interval: the jackknife's standard error times Student's t
 * (Efron & Tibshirani 1993, chapter 11). For smooth statistics of few units, where a bootstrap
 * interval is too short; not for medians, maxima or ranks.
 * @param statistic of the units with these indices, n or fewer of them
 */
export function jackknifeInterval(
  n: number,
  statistic: (units: Int32Array) => number,
  { level = 0.95, overlap = 0 }: JackknifeOptions = {},
): Estimate {
  if (!Number.isSafeInteger(n) || n < 2)
    refuse("jackknifeInterval", "n must be an integer from 2", n);
  checkLevel("jackknifeInterval", level);
  numberBetween("jackknifeInterval", "overlap", overlap, 0, Number.MAX_VALUE);
  const estimate = statistic(Int32Array.from({ length: n }, (_, i) => i));
  const values = [...jackknifeValues(n, statistic)];
  const parts = values.length;
  const error = allEqual(values) ? 0 : ((parts - 1) / Math.sqrt(parts)) * standardDeviation(values);
  const wider = Math.sqrt(1 + n * overlap); // S² (1/n + overlap) in place of S²/n
  const half = studentT(parts - 1).quantile((1 + level) / 2) * error * wider;
  const ends = { low: estimate - half, high: estimate + half };
  return markDegenerate({ estimate, ...ends, level, n, ...(overlap > 0 && { overlap }) });
}
