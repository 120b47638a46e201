import { oneOf, positiveInteger } from "../check.js";
import { Rng } from "../random.js";
import { bcaInterval } from "./bca.js";
import { drawUnits, jackknifeValues, resamplesFor } from "./bootstrap.js";
import { allEqual, mean, standardDeviation } from "./describe.js";
import { checkLevel, checkValues, type Estimate, markDegenerate } from "./estimate.js";
import { INTERVAL_METHODS, type MeanOptions, meanAt } from "./meanEstimate.js";
import { studentT } from "./studentT.js";

/**
 * Difference of the means of two independent samples, a minus b, with its interval; `n` is the size of the
 * smaller one. Where the same seeds ran under both conditions, `pairedDifference` sees more.
 *
 * Default Student's t interval with Welch's (1947) degrees of freedom, which supposes no equal variances;
 * `interval: "bca"` gives the bootstrap's, too short for few values.
 */
export function unpairedDifference(
  a: readonly number[],
  b: readonly number[],
  options: MeanOptions = {},
): Estimate {
  const who = "unpairedDifference";
  checkValues(who, "a", a, 2);
  checkValues(who, "b", b, 2);
  const level = checkLevel(who, options.level ?? 0.95);
  const interval = oneOf(who, "interval", options.interval ?? "studentT", INTERVAL_METHODS);
  const ends =
    interval === "bca" ? bootstrapEnds(a, b, { ...options, level }) : welchEnds(a, b, level);
  const estimate = mean(a) - mean(b);
  return markDegenerate({ estimate, ...ends, level, n: Math.min(a.length, b.length) });
}

interface Ends {
  readonly low: number;
  readonly high: number;
}

function welchEnds(a: readonly number[], b: readonly number[], level: number): Ends {
  const estimate = mean(a) - mean(b);
  const [errorA, errorB] = [a, b].map((values) =>
    allEqual(values) ? 0 : standardDeviation(values) / Math.sqrt(values.length),
  );
  const error = Math.hypot(errorA, errorB);
  if (error === 0) return { low: estimate, high: estimate };
  const shareA = (errorA / error) ** 2;
  const shareB = (errorB / error) ** 2;
  const degrees = 1 / (shareA ** 2 / (a.length - 1) + shareB ** 2 / (b.length - 1));
  const half = studentT(degrees).quantile((1 + level) / 2) * error;
  return { low: estimate - half, high: estimate + half };
}

function bootstrapEnds(
  a: readonly number[],
  b: readonly number[],
  {
    rng = Rng.fromSeed(0),
    level,
    resamples = resamplesFor(a.length + b.length, 9999),
  }: MeanOptions & { level: number },
): Ends {
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
  return bcaInterval({ estimate: meanA - meanB, replicates, jackknife }, level);
}
