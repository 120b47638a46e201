/** Eigenvalues with their eigenvectors, largest first. */
export interface Eigenpairs {
  readonly values: Float64Array;
  /** Unit vectors, in the order of the values. */
  readonly vectors: readonly Float64Array[];
}

/** Iterations allowed for one eigenvalue; three are usual. */
const MAX_ITERATIONS = 50;

/**
 * All eigenpairs of a symmetric tridiagonal matrix by the QL method with implicit shifts
 * (EISPACK's `tql2`; Press et al. 1992, section 11.3).
 * @param diagonal (m,)
 * @param beside (m − 1,), the entries next to the diagonal
 */
export function tridiagonalEigen(diagonal: Float64Array, beside: Float64Array): Eigenpairs {
  const m = diagonal.length;
  const d = diagonal.slice();
  const e = new Float64Array(m);
  e.set(beside.subarray(0, m - 1));
  // Eigenvector k is built up in vectors[k].
  const vectors = Array.from({ length: m }, (_, k) => {
    const unit = new Float64Array(m);
    unit[k] = 1;
    return unit;
  });
  for (let low = 0; low < m; low++)
    for (let iteration = 0; ; iteration++) {
      const high = firstSmall(d, e, low);
      if (high === low) break;
      if (iteration === MAX_ITERATIONS) throw new Error("tridiagonalEigen: no convergence");
      sweep(d, e, vectors, low, high);
    }
  const order = [...d.keys()].sort((a, b) => d[b] - d[a]);
  return {
    values: Float64Array.from(order, (k) => d[k]),
    vectors: order.map((k) => vectors[k]),
  };
}

/** The first index from `low` on beside which the matrix falls apart. */
function firstSmall(d: Float64Array, e: Float64Array, low: number): number {
  let at = low;
  while (
    at < d.length - 1 &&
    Math.abs(e[at]) > Number.EPSILON * (Math.abs(d[at]) + Math.abs(d[at + 1]))
  )
    at++;
  return at;
}

/** One QL step on rows low … high, as plane rotations from the bottom up. */
function sweep(
  d: Float64Array,
  e: Float64Array,
  vectors: readonly Float64Array[],
  low: number,
  high: number,
): void {
  const half = (d[low + 1] - d[low]) / (2 * e[low]);
  const root = Math.hypot(half, 1);
  let g = d[high] - d[low] + e[low] / (half + (half >= 0 ? root : -root));
  let s = 1;
  let c = 1;
  let p = 0;
  for (let i = high - 1; i >= low; i--) {
    const f = s * e[i];
    const b = c * e[i];
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1] -= p;
      e[high] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = d[i + 1] - p;
    const t = (d[i] - g) * s + 2 * c * b;
    p = s * t;
    d[i + 1] = g + p;
    g = c * t - b;
    rotate(vectors[i], vectors[i + 1], c, s);
  }
  d[low] -= p;
  e[low] = g;
  e[high] = 0;
}

function rotate(lower: Float64Array, upper: Float64Array, c: number, s: number): void {
  for (let k = 0; k < lower.length; k++) {
    const f = upper[k];
    upper[k] = s * lower[k] + c * f;
    lower[k] = c * lower[k] - s * f;
  }
}
