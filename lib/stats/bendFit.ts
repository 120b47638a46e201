import { goldenSection } from "./minimize.js";

export interface Bend {
  readonly logLimit: number;
  readonly logScale: number;
  /** Sum of squared residuals of log y. */
  readonly squares: number;
}

/** How far beyond the data, as a factor, a bend is looked for. Farther out the data cannot show one. */
const BEYOND = 100;
const INTERVALS = 120;

/**
 * Least squares of log y = logLimit + exponent · log(1 + scale/x), as a function of the log y, for fixed x.
 *
 * For a given scale the best limit is a mean, so one unknown is left (variable projection, Golub & Pereyra
 * 1973). It is sought on a grid over its whole range and then refined: no start value, no local minimum.
 * A bend beyond the range is given the range's end, and that end's limit.
 */
export function bendFitter(
  logX: readonly number[],
  exponent: number,
): {
  readonly fit: (logY: Float64Array) => Bend;
  /** The range of logScale. */
  readonly from: number;
  readonly to: number;
} {
  const from = Math.min(...logX) - Math.log(BEYOND);
  const to = Math.max(...logX) + Math.log(BEYOND);
  const step = (to - from) / INTERVALS;
  const grid = Array.from({ length: INTERVALS + 1 }, (_, g) =>
    g === INTERVALS ? to : from + g * step,
  );
  const shapeAt = (logScale: number): Float64Array =>
    Float64Array.from(logX, (x) => exponent * softplus(logScale - x));
  const shapes = grid.map(shapeAt);
  const fit = (logY: Float64Array): Bend => {
    const errors = shapes.map((shape) => project(logY, shape).squares);
    const g = errors.indexOf(Math.min(...errors));
    const logScale =
      g === 0 || g === INTERVALS
        ? grid[g]
        : goldenSection((s) => project(logY, shapeAt(s)).squares, grid[g - 1], grid[g + 1]);
    return { ...project(logY, shapeAt(logScale)), logScale };
  };
  return { fit, from, to };
}

/** log(1 + e^t), also where e^t overflows. */
export function softplus(t: number): number {
  return Math.max(t, 0) + Math.log1p(Math.exp(-Math.abs(t)));
}

/** The best limit for a shape, and the error that is left. */
function project(
  logY: Float64Array,
  shape: Float64Array,
): { readonly logLimit: number; readonly squares: number } {
  const n = shape.length;
  let logLimit = 0;
  for (let i = 0; i < n; i++) logLimit += (logY[i] - shape[i]) / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (logY[i] - shape[i] - logLimit) ** 2;
  return { logLimit, squares };
}
