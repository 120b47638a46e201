import type { Dataset } from "../../data/dataset.js";
import { nearest, withDistances } from "../neighbors.js";

/** The symmetric joint probabilities of t-SNE: each pair once, with from < to; all pairs together sum to 1/2. */
export interface Affinities {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly p: Float64Array;
}

const TOLERANCE = 1e-5;
const MOST_BISECTIONS = 100;

/**
 * p(i, j) = (p(j | i) + p(i | j)) / 2n, where p(j | i) is Gaussian in the distance with the width that gives
 * the distribution the wanted perplexity (van der Maaten & Hinton 2008, Eq. 1). Only the given number of
 * nearest neighbours have p(j | i) > 0.
 */
export function affinities(
  data: Pick<Dataset, "x" | "n" | "shape">,
  { perplexity, neighbors }: { readonly perplexity: number; readonly neighbors: number },
): Affinities {
  const { n } = data;
  const pairs = Array.from({ length: n }, () => new Map<number, number>());
  withDistances(data.x, n, (distancesFrom) => {
    for (let i = 0; i < n; i++) {
      const distances = distancesFrom(i);
      const near = nearest(distances, i, neighbors);
      const conditional = withPerplexity(
        Float64Array.from(near, (j) => distances[j]),
        perplexity,
      );
      for (const [k, j] of near.entries()) {
        const pair = pairs[Math.min(i, j)];
        const other = Math.max(i, j);
        pair.set(other, (pair.get(other) ?? 0) + conditional[k] / (2 * n));
      }
    }
  });
  const size = pairs.reduce((sum, pair) => sum + pair.size, 0);
  const from = new Int32Array(size);
  const to = new Int32Array(size);
  const p = new Float64Array(size);
  let at = 0;
  for (const [i, pair] of pairs.entries())
    for (const [j, value] of pair) {
      from[at] = i;
      to[at] = j;
      p[at++] = value;
    }
  return { from, to, p };
}

/** Probabilities ∝ exp(−precision · distance) whose entropy is log(perplexity), by bisection. */
export function withPerplexity(distances: Float64Array, perplexity: number): Float64Array {
  const p = new Float64Array(distances.length);
  const least = distances.reduce((a, b) => Math.min(a, b), Infinity);
  const mean = distances.reduce((sum, d) => sum + (d - least), 0) / distances.length;
  let precision = mean > 0 ? 1 / mean : 1; // The search begins at the scale of the data.
  let low = 0;
  let high = Infinity;
  for (let step = 0; step < MOST_BISECTIONS; step++) {
    let sum = 0;
    let weighted = 0;
    for (let k = 0; k < p.length; k++) {
      p[k] = Math.exp(-precision * (distances[k] - least)); // Shifted, so that the sum is at least 1.
      sum += p[k];
      weighted += p[k] * (distances[k] - least);
    }
    for (let k = 0; k < p.length; k++) p[k] /= sum;
    const excess = Math.log(sum) + (precision * weighted) / sum - Math.log(perplexity);
    if (Math.abs(excess) <= TOLERANCE) break;
    if (excess > 0) low = precision;
    else high = precision;
    precision = high === Infinity ? precision * 2 : (low + high) / 2;
  }
  return p;
}
