import type { Estimate } from "../stats/estimate.js";
import { minus } from "./units.js";

/** An estimate as far as it is shown. */
export type Shown = Pick<Estimate, "estimate" | "low" | "high">;

/**
 * An estimate and the ends of its interval as text, with as many digits as the interval's width allows: half the width
 * has two significant digits up to 35, else one (Review of Particle Physics 2024, Introduction, "Rounding").
 * @param limits no end is rounded across one of them or onto it
 */
export function rounded(
  { estimate, low, high }: Shown,
  limits: readonly number[],
): { readonly [K in keyof Shown]: string } {
  const decimals = decimalsFor(((Number.isFinite(high) ? high : 2 * estimate) - low) / 7);
  const text = (value: number, digits: number): string =>
    Number.isFinite(value) ? minus(value.toFixed(digits)) : "∞";
  const end = (value: number): string => {
    const apart = limits.map((limit) => Math.abs(value - limit)).filter((away) => away > 0);
    return text(value, Math.max(decimals, ...apart.map((away) => decimalsFor(1.9 * away))));
  };
  return { estimate: text(estimate, decimals), low: end(low), high: end(high) };
}

/** The least decimals that show a size as at least one unit of the last. */
function decimalsFor(size: number): number {
  return Math.min(20, Math.max(0, Math.ceil(-Math.log10(size))));
}
