/** Factor between neighbouring sizes. */
export const FACTOR = 4;

/**
 * Batch sizes to try, rising, the anchor among them: factor four, those nearest to the noise scale where it is known, and
 * at least one below the anchor. With few examples 8, 32 and all.
 */
export function ladder({
  anchor,
  smallest,
  largest,
  count,
  few,
  noise,
}: {
  /** The size whose rate is tuned first. */
  readonly anchor: number;
  readonly smallest: number;
  /** All training examples, or as many as the memory holds. */
  readonly largest: number;
  readonly count: number;
  readonly few: boolean;
  readonly noise: number | undefined;
}): number[] {
  const rising = (sizes: Iterable<number>): number[] => [...new Set(sizes)].sort((a, b) => a - b);
  if (few)
    return rising(
      [Math.min(8, largest), anchor, Math.min(32, largest), largest].filter(
        (size) => size >= smallest,
      ),
    );
  const all: number[] = [];
  for (let size = anchor; size >= smallest; size = Math.floor(size / FACTOR)) all.push(size);
  for (let size = anchor * FACTOR; size < largest; size *= FACTOR) all.push(size);
  // All at once, unless that is nearly what is there.
  if (largest >= 2 * Math.max(...all)) all.push(largest);
  const centre = noise === undefined || !(noise > 0) ? anchor : noise;
  const far = (size: number): number => Math.abs(Math.log(size / centre));
  const others = rising(all)
    .filter((size) => size !== anchor)
    .sort((a, b) => far(a) - far(b) || a - b);
  const kept = others.slice(0, count - 1);
  // A size below the anchor is always tried: else nothing could say that it is too large.
  const below = others.find((size) => size < anchor);
  if (below !== undefined && kept.every((size) => size > anchor)) kept[kept.length - 1] = below;
  return rising([anchor, ...kept]);
}
