import { positiveInteger, refuse } from "../check.js";
import type { Rng } from "../random.js";
import { bcaInterval } from "./bca.js";
import { checkLevel, type Estimate } from "./estimate.js";

export interface BootstrapOptions {
  readonly rng: Rng;
  /** Coverage of the interval. Default .95. */
  readonly level?: number;
  /** Default 9999. */
  readonly resamples?: number;
}

/**
 * The statistic of `n` units with its BCa bootstrap interval. Units are drawn with replacement, so what
 * belongs together (a seed's results under every condition) stays together when it is one unit.
 *
 * Below ten units such an interval is too short; see {@link "./meanEstimate.js".meanEstimate}.
 * @param statistic of the units with these indices (each from 0 to n − 1, repeats allowed; n or n − 1 of
 *   them). Resamples on which it is NaN are left out.
 */
export function bootstrap(
  n: number,
  statistic: (units: Int32Array) => number,
  { rng, level = 0.95, resamples = 9999 }: BootstrapOptions,
): Estimate {
  if (!Number.isSafeInteger(n) || n < 2) refuse("bootstrap", "n must be an integer from 2", n);
  checkLevel("bootstrap", level);
  positiveInteger("bootstrap", "resamples", resamples);
  const estimate = statistic(Int32Array.from({ length: n }, (_, i) => i));
  if (!Number.isFinite(estimate))
    refuse("bootstrap", "the statistic must be a finite number on the data", estimate);
  const units = new Int32Array(n);
  const replicates = new Float64Array(resamples)
    .map(() => statistic(drawUnits(units, rng)))
    .filter((value) => !Number.isNaN(value));
  if (2 * replicates.length < resamples)
    refuse("bootstrap", "the statistic must be a number on most resamples", replicates.length);
  const jackknife = jackknifeValues(n, statistic).filter((value) => !Number.isNaN(value));
  return {
    estimate,
    ...bcaInterval({ estimate, replicates, jackknife: [jackknife] }, level),
    level,
    n,
  };
}

/** Fills `units` with as many draws with replacement, and returns it. */
export function drawUnits(units: Int32Array, rng: Rng): Int32Array {
  const n = units.length;
  // Multiply-shift: its bias is below 2^-32 · n.
  for (let i = 0; i < n; i++) units[i] = Math.floor(rng.uint32() * 2 ** -32 * n);
  return units;
}

/** The statistic without unit i, for each i. */
export function jackknifeValues(n: number, statistic: (units: Int32Array) => number): Float64Array {
  const rest = Int32Array.from({ length: n - 1 }, (_, i) => i + 1);
  const values = new Float64Array(n);
  for (let left = 0; left < n; left++) {
    values[left] = statistic(rest);
    if (left < n - 1) rest[left] = left;
  }
  return values;
}
