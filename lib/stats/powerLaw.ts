import type { Rng } from "../random.js";
import { mean } from "./describe.js";
import { checkLevel, type Estimate, markDegenerate } from "./estimate.js";
import { meanEstimate } from "./meanEstimate.js";
import { type CurvePoint, logCurve } from "./seedCurve.js";
import { studentT } from "./studentT.js";

/** A fitted law y = coefficient · x^exponent. */
export interface PowerLaw {
  /** The slope in logarithms. */
  readonly exponent: Estimate;
  /** y at x = 1. */
  readonly coefficient: number;
  /** Root mean square of log y − log fitted y, of the geometric means over seeds. */
  readonly residual: number;
  /** The fitted y. */
  readonly at: (x: number) => number;
}

/**
 * Fits y = coefficient · x^exponent by least squares in logarithms, to at least three different x.
 *
 * With several seeds the fit is the mean of the seeds' own fits, and the interval of the exponent is that of
 * a mean over seeds: it says how far another set of seeds would give another exponent, not whether the law
 * holds (for that, see `residual`). With one seed the interval is Student's, from the scatter about the line.
 */
export function powerLaw(
  points: readonly CurvePoint[],
  options: { readonly rng: Rng; readonly level?: number; readonly resamples?: number },
): PowerLaw {
  const level = checkLevel("powerLaw", options.level ?? 0.95);
  const { logX, logY, seeds } = logCurve("powerLaw", points, 3);
  const average = fitLine(logX, logY.map(mean));
  const exponent =
    seeds === 1
      ? slopeInterval(logX, average, level)
      : meanEstimate(
          Array.from(
            { length: seeds },
            (_, s) =>
              fitLine(
                logX,
                logY.map((y) => y[s]),
              ).slope,
          ),
          options,
        );
  const { estimate, low, high, n } = exponent;
  const coefficient = Math.exp(average.intercept);
  return {
    exponent: markDegenerate({ estimate, low, high, level, n }),
    coefficient,
    residual: Math.sqrt(average.squares / logX.length),
    at: (x) => Math.exp(average.intercept + estimate * Math.log(x)),
  };
}

interface Line {
  readonly slope: number;
  readonly intercept: number;
  /** Sum of squared residuals. */
  readonly squares: number;
}

function fitLine(x: readonly number[], y: readonly number[]): Line {
  const centerX = mean(x);
  const centerY = mean(y);
  const xx = x.reduce((sum, v) => sum + (v - centerX) ** 2, 0);
  const slope = x.reduce((sum, v, i) => sum + (v - centerX) * (y[i] - centerY), 0) / xx;
  const intercept = centerY - slope * centerX;
  const squares = y.reduce((sum, v, i) => sum + (v - intercept - slope * x[i]) ** 2, 0);
  return { slope, intercept, squares };
}

function slopeInterval(x: readonly number[], { slope, squares }: Line, level: number): Estimate {
  const center = mean(x);
  const xx = x.reduce((sum, v) => sum + (v - center) ** 2, 0);
  const degrees = x.length - 2;
  const half = studentT(degrees).quantile((1 + level) / 2) * Math.sqrt(squares / degrees / xx);
  return { estimate: slope, low: slope - half, high: slope + half, level, n: 1 };
}
