import { tridiagonalEigen } from "./tridiagonal.js";
import { addScaled, dot, norm } from "./vector.js";

/** A symmetric matrix that is known by its products with vectors. */
export interface SymmetricOperator {
  readonly size: number;
  times(vector: Float64Array): Float64Array;
}

export interface LanczosOptions {
  /** How many of the largest eigenvalues. */
  readonly count: number;
  /** Not 0; near the first eigenvector the search is short. */
  readonly start: Float64Array;
  /** Largest |A v − λ v|, relative to the largest |λ|, at which a pair counts as found. */
  readonly tolerance: number;
  /** Products at most. */
  readonly maxProducts: number;
}

/** An eigenvalue, up to `residual` at worst. */
export interface Eigenpair {
  /** The eigenvalue λ. */
  readonly value: number;
  /** Unit vector. */
  readonly vector: Float64Array;
  /** |A v − λ v|: an eigenvalue lies at most this far from `value`. */
  readonly residual: number;
}

/** The eigenpairs that the Lanczos iteration found. */
export interface LanczosResult {
  /** The largest first. Fewer than asked for if the start lies in a smaller invariant space. */
  readonly pairs: readonly Eigenpair[];
  /** Products with the matrix that it took. */
  readonly products: number;
  /** Whether every pair's residual is within the tolerance. */
  readonly converged: boolean;
}

/** Products between two looks at the eigenvalues so far. */
const LOOK_EVERY = 4;

/**
 * The algebraically largest eigenvalues of a symmetric operator by the Lanczos method with full
 * reorthogonalisation, in float64 (Golub & Van Loan 2013, section 10.3.4).
 */
export function lanczos(
  operator: SymmetricOperator,
  { count, start, tolerance, maxProducts }: LanczosOptions,
): LanczosResult {
  const limit = Math.min(maxProducts, operator.size);
  const basis: Float64Array[] = [scaled(start, 1 / norm(start))];
  const diagonal: number[] = [];
  const beside: number[] = [];
  for (;;) {
    const next = operator.times(basis[basis.length - 1]).slice();
    diagonal.push(dot(next, basis[basis.length - 1]));
    // Twice is enough (Kahan, Parlett).
    for (let pass = 0; pass < 2; pass++)
      for (const vector of basis) addScaled(-dot(next, vector), vector, next);
    const length = norm(next);
    const products = basis.length;
    const invariant = length <= 1e-12 * Math.max(...diagonal.map(Math.abs));
    const last = products >= limit || invariant || !Number.isFinite(length);
    if (last || (products >= count && products % LOOK_EVERY === 0)) {
      const small = tridiagonalEigen(Float64Array.from(diagonal), Float64Array.from(beside));
      const wanted = Math.min(count, products);
      const residuals = small.vectors
        .slice(0, wanted)
        .map((vector) => (invariant ? 0 : length) * Math.abs(vector[products - 1]));
      const scale = Math.max(...small.values.map(Math.abs));
      const converged = residuals.every((residual) => residual <= tolerance * scale);
      if (last || converged)
        return {
          pairs: residuals.map((residual, k) => ({
            value: small.values[k],
            vector: combine(basis, small.vectors[k]),
            residual,
          })),
          products,
          converged,
        };
    }
    beside.push(length);
    basis.push(scaled(next, 1 / length));
  }
}

function scaled(vector: Float64Array, factor: number): Float64Array {
  return vector.map((value) => factor * value);
}

/** The basis vectors weighted and summed. */
function combine(basis: readonly Float64Array[], weights: Float64Array): Float64Array {
  const sum = new Float64Array(basis[0].length);
  basis.forEach((vector, k) => void addScaled(weights[k], vector, sum));
  return sum;
}
