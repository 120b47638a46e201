import { numberBetween, refuse } from "../check.js";
import type { Rng } from "../random.js";
import { bendFitter, softplus } from "./bendFit.js";
import { bootstrap } from "./bootstrap.js";
import { checkLevel, type Estimate, markDegenerate } from "./estimate.js";
import { jackknifeInterval } from "./jackknife.js";
import { type CurvePoint, logCurve, meanLogY } from "./seedCurve.js";

/** How the interval of a fitted bend is found. */
export interface FitOptions {
  /** Draws the resamples of a "bca" interval. */
  readonly rng: Rng;
  /** Coverage of the interval. Default .95. */
  readonly level?: number;
  /** Default "jackknife", which needs no draws and keeps its level also with three to ten seeds. */
  readonly interval?: "jackknife" | "bca";
  /** Of the "bca" interval. Default 1999. */
  readonly resamples?: number;
  /** Of seeds that divide the same data, as in `MeanOptions`; only with "jackknife". Default 0. */
  readonly overlap?: number;
}

/** The slope of the law before it levels off, and how its interval is found. */
export interface SaturationOptions extends FitOptions {
  /** 1: y falls as 1/x, then levels off. −1: y rises as x, then levels off. −.5: as √x, likewise. */
  readonly exponent: number;
}

/** A fitted power law that levels off at a limit. */
export interface Saturation {
  /** The y that is approached at large x. */
  readonly limit: number;
  /** The x of the bend. 0 or Infinity, also as an end of the interval, where the data show none. */
  readonly scale: Estimate;
  readonly exponent: number;
  /** Root mean square of log y − log fitted y, of the geometric means over seeds. */
  readonly residual: number;
  /** The fitted y. Where no bend was found, that of a bend at the end of the range that was searched. */
  readonly at: (x: number) => number;
}

/**
 * Fits y = limit · (1 + scale/x)^exponent by least squares in logarithms, to at least three different x.
 *
 * The interval of the scale is over seeds: it says how far another set of seeds would move the bend, not
 * whether the curve has this form (for that, see `residual`). A bend is looked for up to a factor of 100
 * beyond the data. With one seed the interval is 0 to Infinity: there is nothing to base another one on.
 */
export function saturation(points: readonly CurvePoint[], options: SaturationOptions): Saturation {
  const { exponent, rng, resamples = 1999, interval = "jackknife", overlap = 0 } = options;
  const level = checkLevel("saturation", options.level ?? 0.95);
  numberBetween("saturation", "exponent", exponent, -4, 4);
  if (exponent === 0) refuse("saturation", "exponent must not be 0", exponent);
  if (overlap > 0 && interval !== "jackknife")
    refuse("saturation", 'interval must be "jackknife" where there is overlap', interval);
  const curve = logCurve("saturation", points, 3);
  const { fit, from, to } = bendFitter(curve.logX, exponent);
  const logScaleOf = (seeds: Int32Array): number => fit(meanLogY(curve, seeds)).logScale;

  const everySeed = Int32Array.from({ length: curve.seeds }, (_, s) => s);
  const { logScale, logLimit, squares } = fit(meanLogY(curve, everySeed));
  const bent = logScale > from && logScale < to;
  const { low, high } =
    !bent || curve.seeds < 2
      ? { low: from, high: to }
      : interval === "bca"
        ? bootstrap(curve.seeds, logScaleOf, { rng, level, resamples })
        : jackknifeInterval(curve.seeds, logScaleOf, { level, overlap });
  const outward = (log: number): number => (log <= from ? 0 : log >= to ? Infinity : Math.exp(log));
  return {
    limit: Math.exp(logLimit),
    scale: markDegenerate({
      estimate: outward(logScale),
      low: outward(low),
      high: outward(high),
      level,
      n: curve.seeds,
      ...(overlap > 0 && { overlap }),
    }),
    exponent,
    residual: Math.sqrt(squares / points.length),
    at: (x) => Math.exp(logLimit + exponent * softplus(logScale - Math.log(x))),
  };
}
