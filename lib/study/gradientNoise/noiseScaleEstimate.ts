import type { TwoBatchDraw } from "../../nn/analysis/twoBatchNoise.js";
import { type Estimate, markDegenerate } from "../../stats/estimate.js";
import { jackknifeInterval } from "../../stats/jackknife.js";

/**
 * The ratio of means with its interval over draws. It is the inverse, |G|² over tr Σ, that is jackknifed: of
 * the two, tr Σ is known well. Where |G|² may be 0 the interval has no upper end: Infinity.
 */
export function noiseScaleEstimate(draws: readonly TwoBatchDraw[]): Estimate {
  const inverse = jackknifeInterval(draws.length, (units) => {
    let gradient = 0;
    let trace = 0;
    for (const unit of units) {
      gradient += draws[unit].gradientSquared;
      trace += draws[unit].trace;
    }
    return gradient / trace;
  });
  const turned = (value: number): number => (value > 0 ? 1 / value : Number.POSITIVE_INFINITY);
  const { estimate, low, high, level, n } = inverse;
  return markDegenerate({
    estimate: turned(estimate),
    low: turned(high),
    high: turned(low),
    level,
    n,
  });
}
