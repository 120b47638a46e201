/**
 * Kendall's (1945) tau-b of two sides given by their levels, integers from 0 that stand in the order of the
 * values; NaN when one side is constant. Pairs that disagree are counted while a merge sort by y undoes the
 * order by x (Knight 1966): n log n steps where comparing all pairs takes n².
 */
export function kendall(x: Int32Array, y: Int32Array): number {
  const n = x.length;
  const byY = orderBy(
    y,
    y.map((_, i) => i),
  );
  const byXThenY = orderBy(x, byY);
  const sortedX = byXThenY.map((i) => x[i]);
  const sortedY = byXThenY.map((i) => y[i]);
  const tiedX = tiedPairs(n, (k) => sortedX[k] === sortedX[k - 1]);
  const tiedY = tiedPairs(n, (k) => y[byY[k]] === y[byY[k - 1]]);
  const tiedBoth = tiedPairs(
    n,
    (k) => sortedX[k] === sortedX[k - 1] && sortedY[k] === sortedY[k - 1],
  );
  const pairs = (n * (n - 1)) / 2;
  const agreement = pairs - tiedX - tiedY + tiedBoth - 2 * fallingPairs(sortedY);
  return agreement / Math.sqrt((pairs - tiedX) * (pairs - tiedY));
}

/** How many entries lie below each level: `ends[level]`, and up to it `ends[level + 1]`. */
export function endsOfLevels(levels: Int32Array): Int32Array {
  let most = 0;
  for (let i = 0; i < levels.length; i++) most = Math.max(most, levels[i]);
  const ends = new Int32Array(most + 2);
  for (let i = 0; i < levels.length; i++) ends[levels[i] + 1]++;
  for (let level = 0; level <= most; level++) ends[level + 1] += ends[level];
  return ends;
}

/** The entries of `order` by rising level, equals as they stand (counting sort). */
function orderBy(levels: Int32Array, order: Int32Array): Int32Array {
  const next = endsOfLevels(levels);
  const sorted = new Int32Array(order.length);
  for (let k = 0; k < order.length; k++) sorted[next[levels[order[k]]]++] = order[k];
  return sorted;
}

/** Number of pairs within the runs of equals; `equal` says whether place k holds the same as the one before. */
function tiedPairs(n: number, equal: (k: number) => boolean): number {
  let pairs = 0;
  let before = 0;
  for (let k = 1; k < n; k++) {
    before = equal(k) ? before + 1 : 0;
    pairs += before;
  }
  return pairs;
}

/** How many pairs stand in falling order; sorts the values. */
function fallingPairs(values: Int32Array): number {
  const n = values.length;
  const merged = new Int32Array(n);
  let falling = 0;
  for (let width = 1; width < n; width *= 2) {
    for (let start = 0; start < n; start += 2 * width) {
      const middle = Math.min(start + width, n);
      const end = Math.min(start + 2 * width, n);
      let left = start;
      let right = middle;
      for (let k = start; k < end; k++)
        if (right === end || (left < middle && values[left] <= values[right]))
          merged[k] = values[left++];
        else {
          falling += middle - left;
          merged[k] = values[right++];
        }
    }
    values.set(merged);
  }
  return falling;
}
