import { type Dataset, featuresOf } from "../data/dataset.js";
import type { Rng } from "../random.js";
import { type Algebra, nativeAlgebra } from "../wasm/algebra.js";
import { CentredRows } from "./centredRows.js";
import { ownAlgebra } from "./ownAlgebra.js";

/** Orthogonal directions in which data vary, by falling variance. */
export interface PrincipalDirections {
  /** (features,) each, of length 1 and with its largest loading positive. */
  readonly directions: readonly Float64Array[];
  /** Variance along each, with divisor n − 1. */
  readonly variances: readonly number[];
  /** Sum of the variances of all features. */
  readonly total: number;
}

/** Directions with less than this share of the largest variance are rounding. */
const RANK = 1e-12;
/** Of rows that are read once: such a block stays in the cache. */
const PASSING_BYTES = 2 ** 22;
/** Of rows that are read again and again. */
const RESIDENT_BYTES = 2 ** 29;

/** By OpenBLAS where set-up found it, else by plain loops. */
export function algebra(): Algebra {
  return nativeAlgebra() ?? ownAlgebra;
}

/**
 * The first `count` directions or as many as there are, by the eigenvectors of the covariance, or of the Gram
 * matrix where there are fewer examples than features.
 */
export function exactDirections(
  data: Dataset,
  mean: Float64Array,
  count: number,
  by: Algebra = algebra(),
): PrincipalDirections {
  const { n } = data;
  const features = featuresOf(data);
  if (count === 0) return { directions: [], variances: [], total: 0 };
  if (n < features) {
    const [{ values }] = new CentredRows(data, mean).blocks();
    return throughRows(values, { rows: n, features, n, count }, by);
  }
  const covariance = new Float64Array(features * features);
  for (const { values, count: rows } of new CentredRows(data, mean, PASSING_BYTES).blocks())
    by.addGram({ rows, columns: features, of: "columns" }, values, covariance);
  const total = trace(covariance, features) / (n - 1);
  const found = by.largestEigen(covariance, features, count);
  return settled(found.vectors, { squares: found.values, features, n, total });
}

/** More random directions than are wanted, and powers of the covariance: scikit-learn's, for few components. */
const OVERSAMPLES = 10;
const POWERS = 7;

/**
 * The same, nearly: the data's range is found from random directions by subspace iteration, at the cost of a
 * few products with the data (Halko, Martinsson & Tropp 2011, Algorithms 4.4 and 5.1).
 */
export function randomizedDirections(
  data: Dataset,
  mean: Float64Array,
  { count, rng }: { readonly count: number; readonly rng: Rng },
  by: Algebra = algebra(),
): PrincipalDirections {
  const { n } = data;
  const features = featuresOf(data);
  const size = Math.min(count + OVERSAMPLES, n, features);
  const x = new CentredRows(data, mean, RESIDENT_BYTES);
  const overFeatures = Float64Array.from({ length: size * features }, () => rng.normal());
  const overRows = new Float64Array(size * n);
  let squares = 0;
  for (const { values, count: rows } of x.blocks())
    for (let at = 0; at < rows * features; at++) squares += values[at] * values[at];
  for (let power = 0; ; power++) {
    for (const { values, start, count: rows } of x.blocks())
      by.multiply(
        {
          ...{ m: size, n: rows, k: features, transposeB: true, beta: 0 },
          strides: [features, features, n],
        },
        overFeatures,
        values,
        overRows.subarray(start),
      );
    by.orthonormalise(overRows, size, n);
    overFeatures.fill(0);
    for (const { values, start, count: rows } of x.blocks())
      by.multiply(
        {
          ...{ m: size, n: features, k: rows, transposeB: false, beta: 1 },
          strides: [n, features, features],
        },
        overRows.subarray(start),
        values,
        overFeatures,
      );
    if (power === POWERS) {
      const found = throughRows(overFeatures, { rows: size, features, n, count }, by);
      return { ...found, total: squares / (n - 1) };
    }
    by.orthonormalise(overFeatures, size, features);
  }
}

/** Of a matrix (rows, features): eigenvectors u of X·Xᵀ are Xᵀ·u as those of Xᵀ·X. */
function throughRows(
  x: Float64Array,
  { rows, features, n, count }: Readonly<Record<"rows" | "features" | "n" | "count", number>>,
  by: Algebra,
): PrincipalDirections {
  const gram = new Float64Array(rows * rows);
  by.addGram({ rows, columns: features, of: "rows" }, x, gram);
  const total = trace(gram, rows) / (n - 1);
  const { values, vectors } = by.largestEigen(gram, rows, Math.min(count, rows));
  const directions = new Float64Array(values.length * features);
  by.multiply(
    {
      ...{ m: values.length, n: features, k: rows, transposeB: false, beta: 0 },
      strides: [rows, features, features],
    },
    vectors,
    x,
    directions,
  );
  return settled(directions, { squares: values, features, n, total });
}

function trace(matrix: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += matrix[i * (n + 1)];
  return sum;
}

/** Directions of length 1, with settled signs; those that are rounding are left out. */
function settled(
  rows: Float64Array,
  {
    squares,
    features,
    n,
    total,
  }: {
    readonly squares: Float64Array;
    readonly features: number;
    readonly n: number;
    readonly total: number;
  },
): PrincipalDirections {
  const kept = [...squares].filter((value) => value > RANK * squares[0]);
  const directions = kept.map((_, c) => {
    const row = rows.subarray(c * features, (c + 1) * features);
    let length = 0;
    let largest = 0;
    for (const loading of row) {
      length += loading * loading;
      if (Math.abs(loading) > Math.abs(largest)) largest = loading;
    }
    const scale = Math.sign(largest) / Math.sqrt(length);
    return row.map((loading) => scale * loading);
  });
  return { directions, variances: kept.map((value) => value / (n - 1)), total };
}
