import { numberBetween, oneOf, positiveInteger, refuse } from "../check.js";
import { checkDataset, type Dataset, featuresOf } from "../data/dataset.js";
import { Rng } from "../random.js";
import { CentredRows } from "./centredRows.js";
import { means } from "./moments.js";
import {
  algebra,
  exactDirections,
  type PrincipalDirections,
  randomizedDirections,
} from "./principalDirections.js";
import {
  checkFeatures,
  type Fitted,
  type PcaState,
  type Transform,
  withFeatures,
} from "./transform.js";

/** Projection on the principal components of the training data. */
export interface FittedPca extends Fitted {
  readonly state: PcaState;
}

/** How many principal components are kept, how they are scaled and how they are found. */
export interface PcaOptions {
  /**
   * How many components to keep: a count from 1, or `{ variance: 0.95 }` for as many as explain that share.
   * Default: all directions in which the training data vary.
   */
  readonly components?: number | { readonly variance: number };
  /** Divide each component by its standard deviation on the training data. Default false. */
  readonly whiten?: boolean;
  /**
   * How they are found: exactly, or nearly, from random directions, which is faster for a few components of
   * large data. Default: nearly if n and features are above 1000 and the components fewer than a tenth of
   * both, else exactly.
   */
  readonly method?: "exact" | "randomized";
  /** Decides the random directions. Default 0. */
  readonly seed?: number;
}

/** Up to so many examples or features the exact way takes no longer. */
const MOST_EXACT = 1000;
const FEW = 0.1;

/**
 * Principal component analysis: projects on the orthogonal directions of largest variance. The largest
 * loading of every component is positive, as in scikit-learn, so the signs are settled.
 * @example
 * ```ts
 * import { loadDigits, pca, split } from "batchwise";
 *
 * const { train, valid } = split(loadDigits(), { seed: 0 });
 * const fitted = pca({ components: { variance: 0.9 } }).fit(train);
 * console.log(fitted.state.components.length, fitted.transform(valid).shape); // 21 [ 21 ]
 * ```
 */
export function pca(options: PcaOptions = {}): Transform<FittedPca> {
  const { components, whiten = false, method, seed = 0 } = options;
  if (typeof components === "number") positiveInteger("pca", "components", components);
  else if (components !== undefined)
    numberBetween("pca", "components.variance", components.variance, Number.MIN_VALUE, 1);
  if (method !== undefined) oneOf("pca", "method", method, ["exact", "randomized"]);
  if (!Number.isSafeInteger(seed) || seed < 0) refuse("pca", "seed must be an integer ≥ 0", seed);
  if (method === "randomized" && typeof components !== "number")
    refuse("pca", 'components must be a count with method "randomized"', components);
  return {
    fit: (train) => {
      checkDataset("pca.fit", train, { target: true });
      const asked = typeof components === "number" ? components : Number.POSITIVE_INFINITY;
      const learned = learn(train, asked, { method, seed });
      if (learned.variances.length === 0)
        refuse("pca.fit", "the training data must vary", `${train.n} equal examples`);
      return fittedPca(stateOf(learned, countOf(components, learned), whiten));
    },
  };
}

/** Of checked data, `most` components or as many as the data vary in; without any where they do not vary. */
export function leadingComponents(train: Dataset, most: number): FittedPca {
  const learned = learn(train, most, { method: undefined, seed: 0 });
  return fittedPca(stateOf(learned, learned.variances.length, false));
}

interface Learned extends PrincipalDirections {
  readonly mean: Float64Array;
}

/** As many components as asked for, or as the data vary in. */
function learn(
  train: Dataset,
  asked: number,
  { method, seed }: { readonly method: PcaOptions["method"]; readonly seed: number },
): Learned {
  const mean = means(train);
  const most = Math.min(train.n, featuresOf(train));
  const count = Math.min(asked, most);
  const few = most > MOST_EXACT && count < FEW * most;
  const found =
    (method ?? (few ? "randomized" : "exact")) === "randomized"
      ? randomizedDirections(train, mean, { count, rng: Rng.fromSeed(seed) })
      : exactDirections(train, mean, count);
  return { ...found, mean };
}

function stateOf(
  { mean, total, directions, variances }: Learned,
  count: number,
  whiten: boolean,
): PcaState {
  const explainedVariance = variances.slice(0, count);
  return {
    kind: "pca",
    mean: [...mean],
    components: directions.slice(0, count).map((direction) => [...direction]),
    explainedVariance,
    explainedVarianceRatio: explainedVariance.map((v) => v / total),
    whiten,
  };
}

/** Rows that are projected at a time stay in the cache. */
const BLOCK_BYTES = 2 ** 21;

export function fittedPca(state: PcaState): FittedPca {
  const { mean, components, explainedVariance, whiten } = state;
  const [features, count] = [mean.length, components.length];
  const directions = Float64Array.from(components.flat());
  if (whiten)
    for (let at = 0; at < directions.length; at++)
      directions[at] /= Math.sqrt(explainedVariance[Math.floor(at / features)]);
  return {
    state,
    transform: (data: Dataset): Dataset => {
      checkFeatures("pca.transform", data, features);
      const x = new Float32Array(data.n * count);
      const { multiply } = algebra();
      for (const { values, start, count: rows } of new CentredRows(
        data,
        mean,
        BLOCK_BYTES,
      ).blocks()) {
        const projected = new Float64Array(rows * count);
        multiply(
          {
            ...{ m: rows, n: count, k: features, transposeB: true, beta: 0 },
            strides: [features, features, count],
          },
          values,
          directions,
          projected,
        );
        x.set(projected, start * count);
      }
      return withFeatures(data, x, count);
    },
  };
}

function countOf(components: PcaOptions["components"], { variances, total }: Learned): number {
  if (components === undefined) return variances.length;
  if (typeof components === "number") {
    if (components > variances.length)
      refuse(
        "pca.fit",
        `components must be at most ${variances.length}, in which the data vary`,
        components,
      );
    return components;
  }
  let explained = 0;
  const enough = variances.findIndex((v) => {
    explained += v / total;
    return explained > components.variance;
  });
  return enough < 0 ? variances.length : enough + 1;
}
