import type { Rng } from "../random.js";

const RESAMPLES = 999;

/** Scores this close to each other, relative to their size, or to this size if they are smaller, tie. */
const TIE = { relative: 1e-12, size: 1e-3 };

/**
 * Index of the lowest of the scores of neighbouring settings. Several that tie, but for rounding, say that it makes
 * no difference which is taken: of their runs of neighbours the one nearest to `near` is chosen, and its middle, from
 * which it is farthest to where the scores get worse. NaN counts as Infinity.
 * @param near an index. Default the middle
 */
export function lowestIndex(
  scores: readonly number[],
  near: number = (scores.length - 1) / 2,
): number {
  const lowest = scores.reduce((least, score) => (score < least ? score : least), Infinity);
  const runs: { from: number; to: number }[] = [];
  scores.forEach((score, i) => {
    if (!tie(Number.isNaN(score) ? Infinity : score, lowest)) return;
    const last = runs[runs.length - 1];
    if (last?.to === i - 1) last.to = i;
    else runs.push({ from: i, to: i });
  });
  const away = ({ from, to }: { from: number; to: number }): number =>
    Math.max(from - near, near - to, 0);
  const { from, to } = runs.reduce((best, run) => (away(run) < away(best) ? run : best));
  const middle = (from + to) / 2;
  return near > middle ? Math.ceil(middle) : Math.floor(middle);
}

function tie(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= TIE.relative * Math.max(TIE.size, Math.abs(b));
}

/**
 * The rate at the lowest point of the parabola through the lowest score and its neighbours, in log rate.
 * The grid's own rate where there is none: at an edge, beside an infinite score, or on a plateau.
 * @param rates in geometric progression
 * @param near of scores that tie, see {@link lowestIndex}
 */
export function parabolaOptimum(
  rates: readonly number[],
  scores: readonly number[],
  near?: number,
): number {
  const b = lowestIndex(scores, near);
  const [left, middle, right] = [scores[b - 1], scores[b], scores[b + 1]];
  const bend = left - 2 * middle + right;
  // Also false for NaN, which an undefined or infinite neighbour gives.
  if (!(Number.isFinite(bend) && bend > 0) || (tie(left, middle) && tie(right, middle)))
    return rates[b];
  // Of two that tie the second may be lower by a rounding error, and the lowest point then just past half way.
  const steps = Math.min(0.5, Math.max(-0.5, (left - right) / (2 * bend)));
  return rates[b] * (rates[b + 1] / rates[b]) ** steps;
}

/**
 * 95 % percentile bootstrap interval of {@link parabolaOptimum} over seeds, drawn jointly for all rates.
 * With fewer than some ten seeds it is too short.
 */
export function optimumInterval(
  grid: readonly { readonly learningRate: number; readonly scores: readonly number[] }[],
  rng: Rng,
  near?: number,
): { readonly low: number; readonly high: number } {
  const seeds = grid[0].scores.length;
  const rates = grid.map((row) => row.learningRate);
  const optima = Array.from({ length: RESAMPLES }, () => {
    const drawn = Array.from({ length: seeds }, () => rng.integer(seeds));
    const means = grid.map(({ scores }) => drawn.reduce((sum, s) => sum + scores[s], 0) / seeds);
    return parabolaOptimum(rates, means, near);
  }).sort((a, b) => a - b);
  // The 25th and the 975th of 999: the quantiles (k/1000) without interpolation.
  const tail = (RESAMPLES + 1) * 0.025;
  return { low: optima[tail - 1], high: optima[RESAMPLES - tail] };
}
