import { differenceOf } from "../../rows/differences.js";
import type { NoiseCourseRow } from "./noiseCourse.js";

/** How the noise scales of two runs compare at the same training loss. */
export interface NoiseRatio {
  readonly run: string;
  readonly against: string;
  /** Geometric mean over seeds of the first one's noise scale ÷ the second one's. */
  readonly ratio: number;
  /** 95 % interval over seeds, paired. */
  readonly low: number;
  readonly high: number;
}

/** For each pair of paths of a {@link noiseCourse} the ratio of their noise scales at one training loss. */
export function noiseRatios(
  rows: readonly NoiseCourseRow[],
  {
    pairs,
    trainLoss,
  }: {
    readonly pairs: readonly (readonly [run: string, against: string])[];
    readonly trainLoss: number;
  },
): NoiseRatio[] {
  const logs = rows
    .filter((row) => row.trainLoss === trainLoss)
    .map((row) => ({ ...row, log: Math.log(row.noiseScale) }));
  return pairs.map(([run, against]) => {
    const [a, b] = [{ path: run }, { path: against }];
    const { estimate, low, high } = differenceOf(logs, { a, b, value: "log" });
    return {
      run,
      against,
      ratio: Math.exp(estimate),
      low: Math.exp(low),
      high: Math.exp(high),
    };
  });
}
