import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { numberBetween, positiveInteger, refuse } from "../check.js";
import { checkDataset, type Dataset, featuresOf } from "../data/dataset.js";
import { moments } from "./moments.js";
import {
  checkFeatures,
  type Fitted,
  type PcaState,
  type Transform,
  withFeatures,
} from "./transform.js";

export interface FittedPca extends Fitted {
  readonly state: PcaState;
}

export interface PcaOptions {
  /**
   * How many components to keep: a count from 1, or `{ variance: 0.95 }` for as many as explain that share.
   * Default: all directions in which the training data vary.
   */
  readonly components?: number | { readonly variance: number };
  /** Divide each component by its standard deviation on the training data. Default false. */
  readonly whiten?: boolean;
}

/** Directions with less than this share of the largest variance are rounding. */
const RANK = 1e-10;

/**
 * Principal component analysis: projects on the orthogonal directions of largest variance. Exact, by the
 * eigenvectors of the covariance, or of the Gram matrix when there are fewer examples than features.
 * The largest loading of every component is positive, as in scikit-learn, so the signs are settled.
 */
export function pca({ components, whiten = false }: PcaOptions = {}): Transform<FittedPca> {
  if (typeof components === "number") positiveInteger("pca", "components", components);
  else if (components !== undefined)
    numberBetween("pca", "components.variance", components.variance, Number.MIN_VALUE, 1);
  return {
    fit: (train) => {
      checkDataset("pca.fit", train);
      const { mean } = moments(train);
      const { directions, variances, total } = principalDirections(train, mean);
      const count = countOf(components, variances, total);
      return fittedPca({
        kind: "pca",
        mean: [...mean],
        components: directions.slice(0, count),
        explainedVariance: variances.slice(0, count),
        explainedVarianceRatio: variances.slice(0, count).map((v) => v / total),
        whiten,
      });
    },
  };
}

export function fittedPca(state: PcaState): FittedPca {
  const { mean, components, explainedVariance, whiten } = state;
  const features = mean.length;
  const count = components.length;
  const rows = components.map((direction, c) => {
    const scale = whiten ? 1 / Math.sqrt(explainedVariance[c]) : 1;
    return Float64Array.from(direction, (loading) => loading * scale);
  });
  return {
    state,
    transform: (data: Dataset): Dataset => {
      checkFeatures("pca.transform", data, features);
      const x = new Float32Array(data.n * count);
      const centred = new Float64Array(features);
      for (let i = 0; i < data.n; i++) {
        for (let j = 0; j < features; j++) centred[j] = data.x[i * features + j] - mean[j];
        for (let c = 0; c < count; c++) {
          const row = rows[c];
          let sum = 0;
          for (let j = 0; j < features; j++) sum += row[j] * centred[j];
          x[i * count + c] = sum;
        }
      }
      return withFeatures(data, x, count);
    },
  };
}

function countOf(
  components: PcaOptions["components"],
  variances: readonly number[],
  total: number,
): number {
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

/** All directions in which the data vary, by falling variance. */
function principalDirections(
  data: Dataset,
  mean: Float64Array,
): { directions: number[][]; variances: number[]; total: number } {
  const { n } = data;
  const features = featuresOf(data);
  const wide = n < features;
  const centred = new Float64Array(n * features);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < features; j++)
      centred[i * features + j] = data.x[i * features + j] - mean[j];
  const gram = wide
    ? products(centred, n, features)
    : products(transposed(centred, n, features), features, n);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(gram, {
    assumeSymmetric: true,
  });
  const total = gram.trace() / (n - 1);
  const most = Math.max(...realEigenvalues);
  const order = [...realEigenvalues.keys()]
    .filter((c) => realEigenvalues[c] > RANK * most)
    .sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);
  if (!(total > 0)) refuse("pca.fit", "the training data must vary", `${n} equal examples`);
  const directions = order.map((c) => {
    const vector = eigenvectorMatrix.getColumn(c);
    return settled(wide ? throughRows(vector, centred, features) : vector);
  });
  return { directions, variances: order.map((c) => realEigenvalues[c] / (n - 1)), total };
}

/** Inner products of the rows of a (rows, length) matrix with each other. */
function products(values: Float64Array, rows: number, length: number): Matrix {
  const result = Matrix.zeros(rows, rows);
  for (let i = 0; i < rows; i++) {
    const a = values.subarray(i * length, (i + 1) * length);
    for (let j = 0; j <= i; j++) {
      const b = values.subarray(j * length, (j + 1) * length);
      let sum = 0;
      for (let k = 0; k < length; k++) sum += a[k] * b[k];
      result.set(i, j, sum);
      result.set(j, i, sum);
    }
  }
  return result;
}

function transposed(values: Float64Array, rows: number, cols: number): Float64Array {
  const result = new Float64Array(values.length);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < cols; j++) result[j * rows + i] = values[i * cols + j];
  return result;
}

/** An eigenvector of X·Xᵀ as one of Xᵀ·X: Xᵀ·vector. */
function throughRows(vector: readonly number[], centred: Float64Array, features: number): number[] {
  const direction = Array.from({ length: features }, () => 0);
  for (const [i, weight] of vector.entries())
    for (let j = 0; j < features; j++) direction[j] += weight * centred[i * features + j];
  return direction;
}

/** Of length 1, with its largest loading positive. */
function settled(direction: readonly number[]): number[] {
  const length = Math.sqrt(direction.reduce((sum, v) => sum + v * v, 0));
  const largest = direction.reduce((best, v) => (Math.abs(v) > Math.abs(best) ? v : best), 0);
  return direction.map((v) => (Math.sign(largest) * v) / length);
}
