/** Time of one training step. */
export interface SpeedRow {
  readonly batchSize: number;
  readonly microsPerStep: number;
  /** Ends of the interval over the rounds. */
  readonly low: number;
  readonly high: number;
}

/** The line a + bB through the times of a step, in microseconds, by least relative squares. */
export interface SpeedFit {
  /** What a step costs whatever its size. */
  readonly perStep: number;
  /** What each example adds. */
  readonly perExample: number;
  /** From this size on an example costs at most a tenth more than at the size where it costs least. */
  readonly flatFrom: number;
}

/**
 * The rows with no time above that of a larger size: fewer examples take no longer, so the rest is what other programs
 * took of the machine just then.
 */
export function steadied(rows: readonly SpeedRow[]): SpeedRow[] {
  let least = Number.POSITIVE_INFINITY;
  return rows
    .toReversed()
    .map((row) => {
      least = Math.min(least, row.microsPerStep);
      return { ...row, microsPerStep: least, low: Math.min(row.low, least) };
    })
    .toReversed();
}

/** The fitted line, and from where on larger batches are no faster. */
export function fitSpeed(rows: readonly SpeedRow[]): SpeedFit {
  let [w, wx, wxx, wy, wxy] = [0, 0, 0, 0, 0];
  for (const { batchSize: x, microsPerStep: y } of rows) {
    const weight = 1 / y ** 2;
    w += weight;
    wx += weight * x;
    wxx += weight * x * x;
    wy += weight * y;
    wxy += weight * x * y;
  }
  const determinant = w * wxx - wx * wx;
  const slope = determinant > 0 ? Math.max(0, (w * wxy - wx * wy) / determinant) : 0;
  const each = rows.map(({ batchSize, microsPerStep }) => microsPerStep / batchSize);
  const least = Math.min(...each);
  const flat = rows.find((_, i) => each[i] <= 1.1 * least) ?? rows[rows.length - 1];
  return {
    perStep: Math.max(0, (wy - slope * wx) / w),
    perExample: slope,
    flatFrom: flat.batchSize,
  };
}

/** Microseconds of a step at any size: linear between the measured ones, proportional beyond. */
export function microsAt(rows: readonly SpeedRow[], batchSize: number): number {
  const after = rows.findIndex((row) => row.batchSize >= batchSize);
  if (after < 0) {
    const last = rows[rows.length - 1];
    return (last.microsPerStep * batchSize) / last.batchSize;
  }
  const b = rows[after];
  const a = rows[Math.max(0, after - 1)];
  if (a === b || b.batchSize === batchSize) return b.microsPerStep;
  const share = (batchSize - a.batchSize) / (b.batchSize - a.batchSize);
  return a.microsPerStep + share * (b.microsPerStep - a.microsPerStep);
}

/** How far, as a share, times of the same step lay apart: the median over sizes of half the interval. */
export function unsteadiness(rows: readonly SpeedRow[]): number {
  const shares = rows
    .map(({ high, microsPerStep }) => high / microsPerStep - 1)
    .sort((a, b) => a - b);
  return shares[Math.floor(shares.length / 2)];
}
