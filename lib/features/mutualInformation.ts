import { positiveInteger } from "../check.js";
import { checkDataset, type Dataset, featuresOf } from "../data/dataset.js";
import { needClasses } from "../data/needClasses.js";
import { SortedBall } from "./sortedBall.js";
import { meanHarmonic } from "./tieBreaking.js";

/**
 * Mutual information, in nats, between each feature and the label: (features,), at least 0, at most the
 * entropy of the labels and that of the feature's values.
 *
 * Ross's nearest-neighbour estimate for a continuous feature and a discrete label (Ross 2014, Eq. 2), as in
 * scikit-learn's `mutual_info_classif`, but where that breaks ties between equal values or distances by
 * noise, this is the mean over all ways to break them. Classes with one example are left out.
 * @param options.neighbors k of the estimate; default 3
 */
export function mutualInformation(
  data: Dataset,
  { neighbors = 3 }: { readonly neighbors?: number } = {},
): Float64Array {
  positiveInteger("mutualInformation", "neighbors", neighbors);
  needClasses("mutualInformation", data, "pca and selectByVariance take a real target");
  checkDataset("mutualInformation", data);
  const counts = new Int32Array(data.classes.length);
  for (const label of data.y) counts[label]++;
  const rows = Array.from(data.y.keys()).filter((i) => counts[data.y[i]] > 1);
  const kept = counts.map((count) => (count > 1 ? count : 0));
  const features = featuresOf(data);
  const information = new Float64Array(features);
  if (rows.length === 0) return information;
  const harmonic = harmonicNumbers(rows.length);
  const most = entropy(kept, rows.length);
  for (let j = 0; j < features; j++) {
    const byClass = Array.from(kept, (count) => new Float32Array(count));
    const filled = new Int32Array(kept.length);
    for (const i of rows) byClass[data.y[i]][filled[data.y[i]]++] = data.x[i * features + j];
    const all = Float32Array.from(rows, (i) => data.x[i * features + j]).sort();
    for (const values of byClass) values.sort();
    const found = estimate(all, byClass, neighbors, harmonic);
    information[j] = Math.max(0, Math.min(found, most, entropy(runLengths(all), all.length)));
  }
  return information;
}

/** digamma(m) = H(m − 1) − γ for integers, and the γ cancel: H(0) … H(n). */
function harmonicNumbers(n: number): Float64Array {
  const harmonic = new Float64Array(n + 1);
  for (let m = 1; m <= n; m++) harmonic[m] = harmonic[m - 1] + 1 / m;
  return harmonic;
}

function entropy(counts: Iterable<number>, n: number): number {
  let sum = 0;
  for (const count of counts) if (count > 0) sum -= (count / n) * Math.log(count / n);
  return sum;
}

/** How often each value occurs. */
function* runLengths(sorted: Float32Array): Generator<number, undefined> {
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    yield to - from;
  }
}

/** @param all values in order, and those of each class in `byClass` */
function estimate(
  all: Float32Array,
  byClass: readonly Float32Array[],
  neighbors: number,
  harmonic: Float64Array,
): number {
  const n = all.length;
  let sum = 0;
  for (const own of byClass) {
    const k = Math.min(neighbors, own.length - 1);
    const [ball, ownBall] = [new SortedBall(all), new SortedBall(own)];
    // Members of a class with one value have the same neighbours.
    for (let from = 0, to = 0; from < own.length; from = to) {
      while (to < own.length && own[to] === own[from]) to++;
      const x = own[from];
      const radius = distanceToNeighbor(own, from, to, k);
      const slack = rounding(x, radius);
      // Other points nearer than the k-th neighbour, and as far as it: of the class and of all.
      const nearer = { own: 0, all: 0 };
      if (radius > 0) {
        nearer.own = ownBall.open(x, radius - slack) - 1;
        nearer.all = ball.open(x, radius - slack) - 1;
      }
      const level = {
        own: ownBall.closed(x, radius + slack) - 1 - nearer.own,
        all: ball.closed(x, radius + slack) - 1 - nearer.all,
      };
      // digamma(n) − digamma(|class|) + digamma(k) − E digamma(m), for m points up to the k-th neighbour.
      const local =
        nearer.all === 0
          ? harmonic[n - 1] - harmonic[level.all] + (harmonic[level.own] - harmonic[own.length - 1])
          : harmonic[n - 1] -
            harmonic[own.length - 1] +
            harmonic[k - 1] -
            meanHarmonic(harmonic, nearer.all, level, k - nearer.own);
      sum += ((to - from) * local) / n;
    }
  }
  return sum;
}

/** Distances to x that differ by no more than this are equal but for the rounding of values to float32. */
function rounding(x: number, distance: number): number {
  return Math.min(2 ** -22 * (Math.abs(x) + distance), distance / 8);
}

/** Distance from the equal values at `from` up to `to` of a sorted array to the k-th nearest other one. */
function distanceToNeighbor(sorted: Float32Array, from: number, to: number, k: number): number {
  const x = sorted[from];
  let low = from;
  let high = to - 1;
  while (high - low < k) {
    const below = low > 0 ? x - sorted[low - 1] : Infinity;
    const above = high + 1 < sorted.length ? sorted[high + 1] - x : Infinity;
    if (below <= above) low--;
    else high++;
  }
  return Math.max(x - sorted[low], sorted[high] - x);
}
