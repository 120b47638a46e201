import { positiveInteger } from "../check.js";
import { checkDataset, type Dataset, featuresOf } from "../data/dataset.js";
import type { Rng } from "../random.js";

/**
 * Mutual information, in nats, between each feature and the label: (features,), at least 0.
 *
 * Ross's nearest-neighbour estimate for a continuous feature and a discrete label (Ross 2014, Eq. 2), as in
 * scikit-learn's `mutual_info_classif`: features are divided by their standard deviation, and noise of
 * 10⁻¹⁰ breaks ties. With many ties, as in pixels of few grey levels, the estimate depends on that
 * noise. Classes with one example are left out.
 */
export function mutualInformation(
  data: Dataset,
  { rng, neighbors = 3 }: { readonly rng: Rng; readonly neighbors?: number },
): Float64Array {
  positiveInteger("mutualInformation", "neighbors", neighbors);
  checkDataset("mutualInformation", data);
  const counts = new Int32Array(data.classes.length);
  for (const label of data.y) counts[label]++;
  const rows = Array.from(data.y.keys()).filter((i) => counts[data.y[i]] > 1);
  const n = rows.length;
  const features = featuresOf(data);
  const information = new Float64Array(features);
  if (n === 0) return information;
  const harmonic = harmonicNumbers(n);
  const y = Int32Array.from(rows, (i) => data.y[i]);
  for (let j = 0; j < features; j++) {
    const x = scaled(
      Float64Array.from(rows, (i) => data.x[i * features + j]),
      rng.fork(j),
    );
    information[j] = Math.max(0, estimate(x, y, counts, neighbors, harmonic));
  }
  return information;
}

/** digamma(m) = H(m − 1) − γ for integers, and the γ cancel: H(0) … H(n). */
function harmonicNumbers(n: number): Float64Array {
  const harmonic = new Float64Array(n + 1);
  for (let m = 1; m <= n; m++) harmonic[m] = harmonic[m - 1] + 1 / m;
  return harmonic;
}

function scaled(x: Float64Array, rng: Rng): Float64Array {
  const n = x.length;
  const mean = x.reduce((sum, v) => sum + v, 0) / n;
  const deviation = Math.sqrt(x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / n) || 1;
  const size = x.reduce((sum, v) => sum + Math.abs(v), 0) / n / deviation;
  const noise = 1e-10 * Math.max(1, size);
  return x.map((v) => v / deviation + noise * rng.normal());
}

function estimate(
  x: Float64Array,
  y: Int32Array,
  counts: Int32Array,
  neighbors: number,
  harmonic: Float64Array,
): number {
  const n = x.length;
  const sorted = x.slice().sort();
  const byClass = Array.from(counts, (count) => new Float64Array(count));
  const filled = new Int32Array(counts.length);
  for (let i = 0; i < n; i++) if (counts[y[i]] > 1) byClass[y[i]][filled[y[i]]++] = x[i];
  for (const values of byClass) values.sort();
  let sum = harmonic[n - 1];
  for (let i = 0; i < n; i++) {
    const own = byClass[y[i]];
    const k = Math.min(neighbors, own.length - 1);
    const radius = distanceToNeighbor(own, x[i], k);
    // The points strictly nearer than the k-th neighbour, itself included.
    const near = firstAtLeast(sorted, x[i], radius) - firstAbove(sorted, x[i], -radius);
    sum += (harmonic[k - 1] - harmonic[own.length - 1] - harmonic[Math.max(near, 1) - 1]) / n;
  }
  return sum;
}

/** Distance from a member of sorted values to its k-th nearest other member. */
function distanceToNeighbor(sorted: Float64Array, x: number, k: number): number {
  let low = firstWhere(sorted, (v) => v >= x);
  let high = low;
  for (let found = 0; found < k; found++) {
    const below = low > 0 ? x - sorted[low - 1] : Infinity;
    const above = high + 1 < sorted.length ? sorted[high + 1] - x : Infinity;
    if (below <= above) low--;
    else high++;
  }
  return Math.max(x - sorted[low], sorted[high] - x);
}

/** Position of the first value with value − x ≥ offset. */
function firstAtLeast(sorted: Float64Array, x: number, offset: number): number {
  return firstWhere(sorted, (v) => v - x >= offset);
}

/** Position of the first value with value − x > offset. */
function firstAbove(sorted: Float64Array, x: number, offset: number): number {
  return firstWhere(sorted, (v) => v - x > offset);
}

function firstWhere(sorted: Float64Array, holds: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}
