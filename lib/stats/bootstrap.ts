import { positiveInteger, refuse } from "../check.js";
import type { Rng } from "../random.js";
import { bcaInterval } from "./bca.js";
import { checkLevel, type Estimate, markDegenerate } from "./estimate.js";

/** Most values of a jackknife: with more units each leaves out a group of them. */
const MOST_VALUES = 2000;

/** Source of randomness, coverage and effort of a bootstrap interval. */
export interface BootstrapOptions {
  /** Draws the resamples. */
  readonly rng: Rng;
  /** Coverage of the interval. Default .95. */
  readonly level?: number;
  /** Default 9999; fewer, down to 999, beyond 20,000 units. */
  readonly resamples?: number;
}

/**
 * The statistic of `n` units with its BCa bootstrap interval. Units are drawn with replacement, so what
 * belongs together (a seed's results under every condition) stays together when it is one unit.
 *
 * Of few units such an interval is too short: of a mean of ten normal values the 95 % interval holds the
 * truth in 89 of 100 samples, of twenty in 91; `meanEstimate` does better there.
 * @param statistic of the units with these indices (each from 0 to n − 1, repeats allowed; n or fewer of
 *   them). Resamples on which it is NaN are left out.
 * @example
 * ```ts
 * import { bootstrap, Rng } from "batchwise";
 * import { standardDeviation } from "batchwise/stats";
 *
 * const losses = [0.31, 0.28, 0.35, 0.3, 0.4, 0.27, 0.33, 0.29, 0.36, 0.32];
 * const spread = (units: Int32Array): number =>
 *   standardDeviation(Array.from(units, (i) => losses[i]));
 * const { estimate, low, high } = bootstrap(losses.length, spread, { rng: Rng.fromSeed(0) });
 * console.log(estimate.toFixed(3), low.toFixed(3), high.toFixed(3)); // 0.040 0.027 0.059
 * ```
 */
export function bootstrap(
  n: number,
  statistic: (units: Int32Array) => number,
  { rng, level = 0.95, resamples = resamplesFor(n, 9999) }: BootstrapOptions,
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
  const { low, high } = bcaInterval({ estimate, replicates, jackknife: [jackknife] }, level);
  return markDegenerate({ estimate, low, high, level, n });
}

/** So many resamples, or draws of signs, as a sample of `n` leaves time for: at least 999. */
export function resamplesFor(n: number, most: number): number {
  return Math.min(most, Math.max(999, Math.floor(2e8 / n)));
}

/** Fills `units` with as many draws with replacement, and returns it. */
export function drawUnits(units: Int32Array, rng: Rng): Int32Array {
  const n = units.length;
  // Multiply-shift: its bias is below 2^-32 · n.
  for (let i = 0; i < n; i++) units[i] = Math.floor(rng.uint32() * 2 ** -32 * n);
  return units;
}

/**
 * The statistic without unit i, for each i. Beyond 2,000 units it is that without group i, for as many
 * groups of equal size as 2,000 allow, and without the few units that are left: computing a statistic of n
 * units n times would take for ever, and the influences of groups tell the same (Efron & Tibshirani 1993,
 * chapter 11, "grouped jackknife").
 */
export function jackknifeValues(n: number, statistic: (units: Int32Array) => number): Float64Array {
  const size = Math.ceil(n / MOST_VALUES);
  const groups = Math.floor(n / size);
  const rest = Int32Array.from({ length: (groups - 1) * size }, (_, i) => i + size);
  const values = new Float64Array(groups);
  for (let left = 0; left < groups; left++) {
    values[left] = statistic(rest);
    // The group that was left out takes the place of the next one.
    const start = left * size;
    if (left < groups - 1) for (let i = start; i < start + size; i++) rest[i] = i;
  }
  return values;
}
