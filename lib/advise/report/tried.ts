import type { Advice, TriedRow } from "../advice.js";

/**
 * The batch size whose rate was tuned first, from which those of others are foretold: the one that was tried at most
 * lengths. None where nothing was trained.
 */
export function anchorOf({ tried }: Pick<Advice, "tried">): number | undefined {
  let anchor: number | undefined;
  let most = 0;
  for (const size of new Set(tried.map(({ batchSize }) => batchSize))) {
    const lengths = new Set(triedAt(tried, size).map(({ steps }) => steps)).size;
    if (lengths <= most) continue;
    most = lengths;
    anchor = size;
  }
  return anchor;
}

/** What was tried at one batch size. */
export function triedAt(tried: readonly TriedRow[], batchSize: number): TriedRow[] {
  return tried.filter((row) => row.batchSize === batchSize);
}

/** Rates of two searches about the same place may differ by a rounding only. */
const APART = 1.001;

/** The rates next to one that were tried at its size; the rate itself where there is none. */
export function neighbours(
  tried: readonly TriedRow[],
  { batchSize, learningRate }: Pick<TriedRow, "batchSize" | "learningRate">,
): { readonly low: number; readonly high: number } {
  const rates = triedAt(tried, batchSize).map((row) => row.learningRate);
  const below = rates.filter((rate) => rate * APART < learningRate);
  const above = rates.filter((rate) => rate > learningRate * APART);
  return {
    low: below.length > 0 ? Math.max(...below) : learningRate,
    high: above.length > 0 ? Math.min(...above) : learningRate,
  };
}
