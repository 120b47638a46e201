import { refuse } from "../check.js";

/** Fails unless all values of (n, columns) are finite: NaN is neither near nor far. */
export function checkFinite(
  who: string,
  name: string,
  values: Float32Array | Float64Array,
  columns: number,
): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at >= 0)
    refuse(
      who,
      `${name} must be finite, at row ${Math.floor(at / columns)}, column ${at % columns}`,
      values[at],
    );
}

/** Squared Euclidean distances from row `i` of (n, features) to every row, written into `out`, (n,). */
export function squaredDistances(
  x: Float32Array | Float64Array,
  features: number,
  i: number,
  out: Float64Array,
): void {
  const own = x.subarray(i * features, (i + 1) * features);
  for (let j = 0, at = 0; j < out.length; j++) {
    let sum = 0;
    for (let f = 0; f < features; f++, at++) {
      const difference = own[f] - x[at];
      sum += difference * difference;
    }
    out[j] = sum;
  }
}

/** The `count` rows nearest to row `i`, itself left out, nearest first; of equals the earlier row. */
export function nearest(distances: Float64Array, i: number, count: number): Int32Array {
  const sorted = distances.slice().sort();
  const limit = sorted[Math.min(count, sorted.length - 1)];
  const candidates: number[] = [];
  for (let j = 0; j < distances.length; j++)
    if (distances[j] <= limit && j !== i) candidates.push(j);
  candidates.sort((a, b) => distances[a] - distances[b] || a - b);
  return Int32Array.from(candidates.slice(0, count));
}
