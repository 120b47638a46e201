import { refuse } from "../check.js";
import { meanAt } from "./meanEstimate.js";

/** A quantity at one `x`, measured with each seed; seeds come in the same order at every x. */
export interface CurvePoint {
  /** Above 0, as a batch size. */
  readonly x: number;
  /** One number above 0 for each seed. */
  readonly y: readonly number[];
}

/** A curve in logarithms: `logY[i]` holds one number for each seed at `logX[i]`. */
export interface LogCurve {
  readonly logX: readonly number[];
  readonly logY: readonly (readonly number[])[];
  readonly seeds: number;
}

/** The curve in logarithms, checked: at least `least` different x, and the same seeds at each. */
export function logCurve(who: string, points: readonly CurvePoint[], least: number): LogCurve {
  const different = new Set(points.map((point) => point.x)).size;
  if (different < least) refuse(who, `points must have at least ${least} different x`, different);
  const seeds = points[0].y.length;
  if (seeds < 1) refuse(who, "points must have a y for at least one seed", seeds);
  for (const { x, y } of points) {
    if (!(Number.isFinite(x) && x > 0)) refuse(who, "every x must be a positive number", x);
    if (y.length !== seeds)
      refuse(who, `every point must have the same number of seeds, ${seeds}`, y.length);
    for (const value of y)
      if (!(Number.isFinite(value) && value > 0))
        refuse(
          who,
          "every y must be a positive number (leave out an x at which a seed has none)",
          value,
        );
  }
  return {
    logX: points.map((point) => Math.log(point.x)),
    logY: points.map((point) => point.y.map(Math.log)),
    seeds,
  };
}

/** Mean of log y over the seeds with these indices, at each x: the log of the geometric mean. */
export function meanLogY({ logY }: LogCurve, seeds: Int32Array): Float64Array {
  return Float64Array.from(logY, (values) => meanAt(values, seeds));
}
