import type { CriticalBatchSize } from "./criticalBatchSizes.js";
import type { NoisePrediction } from "./noisePredictions.js";
import type { NoiseReading } from "./targetNoise.js";

/** Steps to the target at one batch size. */
export interface StepsPoint {
  readonly optimizer: string;
  readonly batchRows: number;
  readonly steps: number;
}

/** The batch sizes between which a curve is drawn. */
export interface CurveRange {
  readonly from: number;
  readonly to: number;
}

const CURVE_POINTS = 60;

/** Curves steps = least · (1 + critical batch size ÷ B), at batch sizes evenly spaced in logarithms, to be drawn. */
export function stepsCurves(
  bends: readonly Pick<CriticalBatchSize, "optimizer" | "leastSteps" | "estimate">[],
  { from, to }: CurveRange,
): StepsPoint[] {
  return bends.flatMap(({ optimizer, leastSteps, estimate }) =>
    Array.from({ length: CURVE_POINTS }, (_, i) => {
      const batchRows = from * (to / from) ** (i / (CURVE_POINTS - 1));
      return { optimizer, batchRows, steps: leastSteps * (1 + estimate / batchRows) };
    }),
  );
}

/** The curves that the steps would lie on if each reading of the noise scale were the critical batch size. */
export function foretoldCurves(
  predictions: readonly NoisePrediction[],
  range: CurveRange,
): (StepsPoint & { readonly reading: NoiseReading })[] {
  return predictions.flatMap(({ optimizer, leastSteps, noiseScale, reading }) =>
    stepsCurves([{ optimizer, leastSteps, estimate: noiseScale }], range).map((point) => ({
      ...point,
      reading,
    })),
  );
}
