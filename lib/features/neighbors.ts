import { refuse } from "../check.js";
import { PER_DIFFERENCE } from "./kernel/costs.js";
import { inSpace } from "./kernel/space.js";

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

/** Squared Euclidean distances, (n,), from a row to every one. The next call writes over them. */
export type DistancesFrom = (row: number) => Float64Array;

/** What synchronous `work` makes of the distances between the n rows of (n, features). */
export function withDistances<T>(
  x: Float32Array | Float64Array,
  n: number,
  work: (from: DistancesFrom) => T,
): T {
  const features = x.length / n;
  return inSpace(8 * (x.length + n), ({ instance, address, numbers }) => {
    const found = address + 8 * x.length;
    numbers(address, x.length).set(x);
    const out = numbers(found, n);
    const extent = { length: n, nanoseconds: x.length * PER_DIFFERENCE };
    let own = address;
    const call = instance.call("distances", extent, (distances, first, count) =>
      distances(own, address + 8 * first * features, features, count, found + 8 * first),
    );
    return work((row) => {
      own = address + 8 * row * features;
      call();
      return out;
    });
  });
}

/** The `count` rows nearest to row `i`, itself left out, nearest first; of equals the earlier row. */
export function nearest(distances: Float64Array, i: number, count: number): Int32Array {
  const limit = ranked(distances.slice(), Math.min(count, distances.length - 1));
  const candidates: number[] = [];
  for (let j = 0; j < distances.length; j++)
    if (distances[j] <= limit && j !== i) candidates.push(j);
  candidates.sort((a, b) => distances[a] - distances[b] || a - b);
  return Int32Array.from(candidates.slice(0, count));
}

/** The value of a rank, 0 that of the least, by Hoare's selection; it rearranges the values. */
function ranked(values: Float64Array, rank: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = values[(low + high) >> 1];
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i > j) break;
      [values[i], values[j]] = [values[j], values[i]];
      i++;
      j--;
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break; // all between are equal to the pivot
  }
  return values[rank];
}
