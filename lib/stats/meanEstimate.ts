import type { BootstrapOptions } from "./bootstrap.js";
import { bootstrap } from "./bootstrap.js";
import { mean, standardDeviation } from "./describe.js";
import { checkLevel, checkValues, type Estimate } from "./estimate.js";
import { studentT } from "./studentT.js";

export type IntervalMethod = "bca" | "studentT";

export interface MeanOptions extends BootstrapOptions {
  /** Default: "bca" from ten values on, "studentT" below, where a bootstrap interval is too short. */
  readonly interval?: IntervalMethod;
}

export interface MeanEstimate extends Estimate {
  readonly interval: IntervalMethod;
  /** Standard deviation of the values, divisor n − 1. */
  readonly sd: number;
}

/** The mean of at least two independent values with its interval. */
export function meanEstimate(values: readonly number[], options: MeanOptions): MeanEstimate {
  checkValues("meanEstimate", "values", values, 2);
  const interval = options.interval ?? (values.length < 10 ? "studentT" : "bca");
  const found =
    interval === "bca"
      ? bootstrap(values.length, (units) => meanAt(values, units), options)
      : studentTInterval(values, options);
  return { ...found, interval, sd: standardDeviation(values) };
}

/** The mean of at least two values with Student's t interval, exact for normal values. */
export function studentTInterval(
  values: readonly number[],
  { level = 0.95 }: { readonly level?: number } = {},
): Estimate {
  checkValues("studentTInterval", "values", values, 2);
  checkLevel("studentTInterval", level);
  const n = values.length;
  const estimate = mean(values);
  const t = studentT(n - 1).quantile((1 + level) / 2);
  const half = (t * standardDeviation(values)) / Math.sqrt(n);
  return { estimate, low: estimate - half, high: estimate + half, level, n };
}

/** The mean of the values with these indices. */
export function meanAt(values: readonly number[], units: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < units.length; i++) sum += values[units[i]];
  return sum / units.length;
}
