import { numberBetween, positiveInteger, refuse } from "../check.js";
import { checkDataset, type Dataset, featuresOf } from "../data/dataset.js";
import { moments } from "./moments.js";
import { mutualInformation } from "./mutualInformation.js";
import {
  checkFeatures,
  type Fitted,
  type SelectState,
  type Transform,
  withFeatures,
} from "./transform.js";

/** The choice of columns made on the training data. */
export interface FittedSelect extends Fitted {
  readonly state: SelectState;
}

/**
 * Keeps the features whose variance (divisor n) on the training data is above the threshold, default 0.
 * @example
 * ```ts
 * import { loadDigits, selectByVariance, split } from "batchwise";
 *
 * const { train, valid } = split(loadDigits(), { seed: 0 });
 * const fitted = selectByVariance({ threshold: 0.01 }).fit(train);
 * console.log(fitted.state.columns.length, fitted.transform(valid).shape); // 47 [ 47 ]
 * ```
 */
export function selectByVariance({
  threshold = 0,
}: {
  readonly threshold?: number;
} = {}): Transform<FittedSelect> {
  numberBetween("selectByVariance", "threshold", threshold, 0, Number.MAX_VALUE);
  return {
    fit: (train) => {
      const { variance } = moments(checkDataset("selectByVariance.fit", train, { target: true }));
      const columns = [...variance.keys()].filter((j) => variance[j] > threshold);
      if (columns.length === 0)
        refuse(
          "selectByVariance.fit",
          `some variance must be above ${threshold}`,
          Math.max(...variance),
        );
      return fittedSelect({
        kind: "select",
        features: variance.length,
        columns,
        scores: [...variance],
      });
    },
  };
}

/** How many features stay, and how their information about the class is estimated. */
export interface MutualInformationOptions {
  /** Number of features to keep. */
  readonly features: number;
  /** Nearest neighbours in the estimate. Default 3. */
  readonly neighbors?: number;
}

/**
 * Keeps the features that, each by itself, tell most about the label.
 * @example
 * ```ts
 * import { loadDigits, selectByMutualInformation, split } from "batchwise";
 *
 * const { train } = split(loadDigits(), { seed: 0 });
 * const fitted = selectByMutualInformation({ features: 4 }).fit(train);
 * console.log(fitted.state.columns); // [ 21, 26, 33, 34 ]
 * ```
 */
export function selectByMutualInformation({
  features,
  neighbors = 3,
}: MutualInformationOptions): Transform<FittedSelect> {
  positiveInteger("selectByMutualInformation", "features", features);
  positiveInteger("selectByMutualInformation", "neighbors", neighbors);
  return {
    fit: (train) => {
      const all = featuresOf(train);
      if (features > all)
        refuse("selectByMutualInformation.fit", `features must be at most ${all}`, features);
      const scores = [...mutualInformation(train, { neighbors })];
      const columns = [...scores.keys()]
        .sort((a, b) => scores[b] - scores[a] || a - b)
        .slice(0, features)
        .sort((a, b) => a - b);
      return fittedSelect({ kind: "select", features: all, columns, scores });
    },
  };
}

export function fittedSelect(state: SelectState): FittedSelect {
  const { columns, features } = state;
  return {
    state,
    transform: (data: Dataset): Dataset => {
      checkFeatures("select.transform", data, features);
      const x = new Float32Array(data.n * columns.length);
      for (let i = 0; i < data.n; i++)
        for (let j = 0; j < columns.length; j++)
          x[i * columns.length + j] = data.x[i * features + columns[j]];
      const { mean, scale } = data.scaling ?? {};
      const scaling = mean &&
        scale && { mean: columns.map((j) => mean[j]), scale: columns.map((j) => scale[j]) };
      return { ...withFeatures(data, x, columns.length), ...(scaling && { scaling }) };
    },
  };
}
