import { Rng } from "../../random.js";
import { groupRows, overlapOf } from "../../rows/groups.js";
import { mean } from "../../stats/describe.js";
import type { Estimate } from "../../stats/estimate.js";
import { hyperbola } from "../../stats/hyperbola.js";
import { jackknifeInterval } from "../../stats/jackknife.js";
import { type StepsTaken, stepsPoints } from "./criticalBatchSizes.js";
import type { NoiseReading, TargetNoiseRow } from "./targetNoise.js";

/**
 * How well one reading of the noise scale foretells an optimizer's critical batch size: their ratio, critical ÷
 * noise scale, which is 1 if it does, with its interval over seeds by jackknife of its logarithm.
 */
export interface NoisePrediction extends Estimate {
  readonly optimizer: string;
  /** Examples in a step of the runs it was read from. */
  readonly batchRows: number;
  readonly reading: NoiseReading;
  /** Geometric mean over seeds, in examples. */
  readonly noiseScale: number;
  /** The critical batch size of the steps, and the least steps of the same fit. */
  readonly critical: number;
  readonly leastSteps: number;
  /** Steps ÷ least steps with a batch of the noise scale, by the fit. */
  readonly stepsTaken: number;
  /** Examples ÷ least examples with a batch of the noise scale, by the fit. */
  readonly examplesTaken: number;
}

/**
 * The critical batch size of each optimizer's steps to the target against each reading of the noise scale.
 * Both come from the same seeds, which are left out together.
 */
export function noisePredictions(
  steps: readonly StepsTaken[],
  noise: readonly TargetNoiseRow[],
): NoisePrediction[] {
  return groupRows(steps, ["optimizer"]).flatMap((own) => {
    const seeds = [...new Set(own.map(({ seed }) => seed))];
    const { leastSteps } = hyperbola(stepsPoints(own), { rng: Rng.fromSeed(0) });
    const logCritical = memoized((units) => logCriticalOf(own, seeds, units));
    const readings = noise.filter(({ optimizer }) => optimizer === own[0].optimizer);
    return groupRows(readings, ["batchRows", "reading"]).map((rows): NoisePrediction => {
      const logs = new Map(rows.map(({ seed, noiseScale }) => [seed, Math.log(noiseScale)]));
      const logNoise = (units: Int32Array): number =>
        mean(Array.from(units, (u) => logs.get(seeds[u]) ?? Number.NaN));
      const { estimate, low, high, level, n } = jackknifeInterval(
        seeds.length,
        (units) => logCritical(units) - logNoise(units),
        { overlap: overlapOf("noisePredictions", own) },
      );
      const noiseScale = Math.exp(logNoise(Int32Array.from(seeds, (_, u) => u)));
      const ratio = Math.exp(estimate);
      const { optimizer, batchRows, reading } = rows[0];
      return {
        optimizer,
        batchRows,
        reading,
        noiseScale,
        critical: ratio * noiseScale,
        leastSteps,
        estimate: ratio,
        low: Math.exp(low),
        high: Math.exp(high),
        level,
        n,
        stepsTaken: 1 + ratio,
        examplesTaken: 1 + 1 / ratio,
      };
    });
  });
}

function logCriticalOf(
  rows: readonly StepsTaken[],
  seeds: readonly number[],
  units: Int32Array,
): number {
  const taken = new Set(Array.from(units, (u) => seeds[u]));
  const points = stepsPoints(rows.filter(({ seed }) => taken.has(seed)));
  const { criticalBatchSize } = hyperbola(points, { rng: Rng.fromSeed(0) });
  return Math.log(criticalBatchSize.estimate);
}

/** The jackknife leaves out the same seeds for every reading. */
function memoized(statistic: (units: Int32Array) => number): (units: Int32Array) => number {
  const known = new Map<string, number>();
  return (units) => {
    const key = units.join();
    const value = known.get(key) ?? statistic(units);
    known.set(key, value);
    return value;
  };
}
