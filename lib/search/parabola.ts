import type { Rng } from "../random.js";

const RESAMPLES = 999;

/** Index of the lowest score, the first one of equals. */
export function lowestIndex(scores: readonly number[]): number {
  return scores.reduce((best, score, i) => (score < scores[best] ? i : best), 0);
}

/**
 * The rate at the lowest point of the parabola through the lowest score and its neighbours, in log rate.
 * The grid's own rate where there is none: at an edge, beside an infinite score, or on a plateau.
 * @param rates in geometric progression
 */
export function parabolaOptimum(rates: readonly number[], scores: readonly number[]): number {
  const b = lowestIndex(scores);
  const [left, middle, right] = [scores[b - 1], scores[b], scores[b + 1]];
  const bend = left - 2 * middle + right;
  // Also false for NaN, which an undefined or infinite neighbour gives.
  if (!(Number.isFinite(bend) && bend > 0)) return rates[b];
  return rates[b] * (rates[b + 1] / rates[b]) ** ((left - right) / (2 * bend));
}

/**
 * 95 % percentile bootstrap interval of {@link parabolaOptimum} over seeds, drawn jointly for all rates.
 * With fewer than some ten seeds it is too short.
 */
export function optimumInterval(
  grid: readonly { readonly learningRate: number; readonly scores: readonly number[] }[],
  rng: Rng,
): { readonly low: number; readonly high: number } {
  const seeds = grid[0].scores.length;
  const rates = grid.map((row) => row.learningRate);
  const optima = Array.from({ length: RESAMPLES }, () => {
    const drawn = Array.from({ length: seeds }, () => rng.integer(seeds));
    const means = grid.map(({ scores }) => drawn.reduce((sum, s) => sum + scores[s], 0) / seeds);
    return parabolaOptimum(rates, means);
  }).sort((a, b) => a - b);
  // The 25th and the 975th of 999: the quantiles (k/1000) without interpolation.
  const tail = (RESAMPLES + 1) * 0.025;
  return { low: optima[tail - 1], high: optima[RESAMPLES - tail] };
}
