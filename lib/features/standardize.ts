import { checkDataset, type Dataset, type Scaling } from "../data/dataset.js";
import { moments } from "./moments.js";
import { checkFeatures, type Fitted, type StandardizeState, type Transform } from "./transform.js";

/** Standardisation with the mean and scale of the training data. */
export interface FittedStandardize extends Fitted {
  readonly state: StandardizeState;
}

/** Whether features are scaled as well as centred. */
export interface StandardizeOptions {
  /** Divide by the standard deviation; without it features are only centred. Default true. */
  readonly scale?: boolean;
}

/**
 * Shifts and scales every feature to mean 0 and variance 1 (divisor n) on the training data. A feature
 * that is constant there is shifted to 0 and not scaled. The shape of the examples stays.
 * @example
 * ```ts
 * import { loadDigits, split, standardize } from "batchwise";
 *
 * const { train, valid } = split(loadDigits(), { seed: 0 });
 * const fitted = standardize().fit(train);
 * console.log(fitted.state.mean.length, fitted.transform(valid).shape); // 64 [ 8, 8, 1 ]
 * ```
 */
export function standardize({
  scale: scaling = true,
}: StandardizeOptions = {}): Transform<FittedStandardize> {
  return {
    fit: (train) => {
      const { mean, variance } = moments(checkDataset("standardize.fit", train, { target: true }));
      // The mean of equal float32 values is exact in float64, so a constant feature has variance 0.
      const scale = Array.from(variance, (v) => (scaling && Math.sqrt(v)) || 1);
      return fittedStandardize({ kind: "standardize", mean: [...mean], scale });
    },
  };
}

export function fittedStandardize(state: StandardizeState): FittedStandardize {
  const { mean, scale } = state;
  return {
    state,
    transform: (data: Dataset): Dataset => {
      checkFeatures("standardize.transform", data, mean.length);
      const x = new Float32Array(data.x.length);
      for (let i = 0, j = 0; i < x.length; i++, j = j + 1 === mean.length ? 0 : j + 1)
        x[i] = (data.x[i] - mean[j]) / scale[j];
      return { ...data, x, scaling: combined(data.scaling, state) };
    },
  };
}

/** First what was done before, then this. */
function combined(before: Scaling | undefined, { mean, scale }: StandardizeState): Scaling {
  if (before === undefined) return { mean, scale };
  return {
    mean: mean.map((m, j) => before.mean[j] + m * before.scale[j]),
    scale: scale.map((s, j) => s * before.scale[j]),
  };
}
