import { refuse } from "../../check.js";
import { lowestIndex } from "../../search/parabola.js";

/** Learning rates that are nearly as good as the best one. */
export interface GoodRange {
  readonly low: number;
  readonly high: number;
  /** log2(high / low). */
  readonly doublings: number;
  /** Whether the range ends at an end of the grid, so that it may be wider. */
  readonly cut: boolean;
}

/**
 * The learning rates around the best one whose loss is at most 10 % or 0.05 above the best, whichever is
 * more. Between two rates the loss is taken to be linear in log rate; a rate that diverged (Infinity) ends
 * the range at its neighbour.
 * @param rates rising
 * @param losses one for each rate
 */
export function goodRange(rates: readonly number[], losses: readonly number[]): GoodRange {
  if (rates.length !== losses.length || rates.length === 0)
    refuse("goodRange", `losses must hold one number for each of ${rates.length} rates`, losses);
  const best = lowestIndex(losses);
  if (!Number.isFinite(losses[best]))
    refuse("goodRange", "losses must hold a finite number", losses);
  const limit = Math.max(1.1 * losses[best], losses[best] + 0.05);
  const end = (side: -1 | 1): { rate: number; cut: boolean } => {
    let i = best;
    while (losses[i + side] <= limit) i += side;
    const next = losses[i + side];
    if (next === undefined) return { rate: rates[i], cut: true };
    const share = Number.isFinite(next) ? (limit - losses[i]) / (next - losses[i]) : 0;
    return { rate: rates[i] * (rates[i + side] / rates[i]) ** share, cut: false };
  };
  const [below, above] = [end(-1), end(1)];
  return {
    low: below.rate,
    high: above.rate,
    doublings: Math.log2(above.rate / below.rate),
    cut: below.cut || above.cut,
  };
}
