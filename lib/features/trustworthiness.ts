import { positiveInteger, refuse } from "../check.js";
import { type Dataset, featuresOf } from "../data/dataset.js";
import { checkFinite, nearest, withDistances } from "./neighbors.js";

/**
 * How far the neighbours in an embedding are neighbours in the data: 1 if all are among the k nearest
 * there too, about 0.5 for a random embedding (Venna & Kaski 2001, as in scikit-learn).
 * @param points (n, 2), or as many columns as its length gives
 * @param options.neighbors k, less than n / 2; default 5
 */
export function trustworthiness(
  data: Pick<Dataset, "x" | "n" | "shape">,
  points: Float32Array | Float64Array,
  { neighbors = 5 }: { readonly neighbors?: number } = {},
): number {
  const who = "trustworthiness";
  const { n } = data;
  const k = positiveInteger(who, "neighbors", neighbors);
  if (k >= n / 2) refuse(who, `neighbors must be less than n / 2 = ${n / 2}`, k);
  const columns = points.length / n;
  if (!Number.isInteger(columns) || columns < 1)
    refuse(who, `points must hold n × columns values for n = ${n}`, points.length);
  checkFinite(who, "x", data.x, featuresOf(data));
  checkFinite(who, "points", points, columns);
  const penalty = withDistances(data.x, n, (inData) =>
    withDistances(points, n, (inMap) => {
      let sum = 0;
      for (let i = 0; i < n; i++) {
        const there = inData(i);
        for (const j of nearest(inMap(i), i, k)) sum += Math.max(0, rankOf(there, i, j) - k);
      }
      return sum;
    }),
  );
  return 1 - (2 / (n * k * (2 * n - 3 * k - 1))) * penalty;
}

/** 1 for the row nearest to `i`; of equals the earlier row is the nearer. */
function rankOf(distances: Float64Array, i: number, j: number): number {
  let rank = 1;
  for (let other = 0; other < distances.length; other++)
    if (
      other !== i &&
      (distances[other] < distances[j] || (distances[other] === distances[j] && other < j))
    )
      rank++;
  return rank;
}
