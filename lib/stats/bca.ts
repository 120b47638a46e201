import { mean, quantileOfSorted } from "./describe.js";
import { normalCdf, normalQuantile } from "./normal.js";

export interface BootstrapDraws {
  /** The statistic on the data. */
  readonly estimate: number;
  /** The statistic on each resample. */
  readonly replicates: Float64Array;
  /** For each sample, the statistic with one of the sample's units left out, for each unit. */
  readonly jackknife: readonly Float64Array[];
}

/**
 * The bias-corrected and accelerated interval of Efron (1987), with the acceleration of several samples
 * as SciPy and Davison & Hinkley (1997) have it. Without jackknife values the acceleration is 0.
 */
export function bcaInterval(
  { estimate, replicates, jackknife }: BootstrapDraws,
  level: number,
): { readonly low: number; readonly high: number } {
  const sorted = Float64Array.from(replicates).sort();
  const bias = normalQuantile(shareBelow(sorted, estimate));
  const acceleration = accelerationOf(jackknife);
  const end = (p: number): number => {
    const z = bias + normalQuantile(p);
    const stretch = 1 - acceleration * z;
    // A bend so strong has turned past the end of the line.
    const moved = stretch > 0 ? bias + z / stretch : Math.sign(z) * Number.POSITIVE_INFINITY;
    return quantileOfSorted(sorted, normalCdf(moved));
  };
  return { low: end((1 - level) / 2), high: end((1 + level) / 2) };
}

/** Share of draws below the estimate, ties counted half; kept off 0 and 1, where no normal quantile is. */
function shareBelow(sorted: Float64Array, estimate: number): number {
  let twice = 0;
  for (const value of sorted) twice += value < estimate ? 2 : value === estimate ? 1 : 0;
  const least = 1 / (2 * sorted.length);
  return Math.min(1 - least, Math.max(least, twice / (2 * sorted.length)));
}

function accelerationOf(jackknife: readonly Float64Array[]): number {
  const influences = jackknife.flatMap((values) => {
    const center = mean(values);
    const n = values.length;
    return Array.from(values, (value) => ((n - 1) / n) * (center - value));
  });
  const largest = influences.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  let cubes = 0;
  let squares = 0;
  for (const influence of influences) {
    // In units of the largest one no power overflows or vanishes.
    const relative = influence / largest;
    cubes += relative ** 3;
    squares += relative ** 2;
  }
  return squares > 0 ? cubes / (6 * squares ** 1.5) : 0;
}
