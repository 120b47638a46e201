import { positiveInteger } from "../check.js";
import { bcaInterval } from "./bca.js";
import { type BootstrapOptions, drawUnits, jackknifeValues } from "./bootstrap.js";
import { mean } from "./describe.js";
import { checkLevel, checkValues, type Estimate } from "./estimate.js";
import { meanAt } from "./meanEstimate.js";

/**
 * Difference of the means of two independent samples, a minus b, with its BCa bootstrap interval; `n` is the
 * size of the smaller one. Where the same seeds ran under both conditions, `pairedDifference` sees more.
 */
export function unpairedDifference(
  a: readonly number[],
  b: readonly number[],
  { rng, level = 0.95, resamples = 9999 }: BootstrapOptions,
): Estimate {
  checkValues("unpairedDifference", "a", a, 2);
  checkValues("unpairedDifference", "b", b, 2);
  checkLevel("unpairedDifference", level);
  positiveInteger("unpairedDifference", "resamples", resamples);
  const meanA = mean(a);
  const meanB = mean(b);
  const unitsA = new Int32Array(a.length);
  const unitsB = new Int32Array(b.length);
  const replicates = new Float64Array(resamples).map(
    () => meanAt(a, drawUnits(unitsA, rng)) - meanAt(b, drawUnits(unitsB, rng)),
  );
  const jackknife = [
    jackknifeValues(a.length, (units) => meanAt(a, units) - meanB),
    jackknifeValues(b.length, (units) => meanA - meanAt(b, units)),
  ];
  const estimate = meanA - meanB;
  const ends = bcaInterval({ estimate, replicates, jackknife }, level);
  return { estimate, ...ends, level, n: Math.min(a.length, b.length) };
}
