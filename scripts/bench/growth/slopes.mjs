import { studentTInterval } from "batchwise/stats";
import { median } from "../statistics.mjs";

/**
 * What was measured at one size: a value for each round.
 * @typedef {{ size: number, values: readonly number[] }} Point
 */

/**
 * A slope with its 95 % interval over the rounds; `ending` is that between the last two sizes.
 * @typedef {{ slope: number, low: number, high: number, ending: number }} Growth
 */

/**
 * The slope of log value against log size by least squares: the power of the size with which the values grow.
 * @param {readonly number[]} sizes @param {readonly number[]} values positive
 */
export function logSlope(sizes, values) {
  const [x, y] = [sizes.map(Math.log), values.map(Math.log)];
  const mean = (v) => v.reduce((sum, value) => sum + value, 0) / v.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  const [across, along] = x.reduce(
    ([xy, xx], value, i) => [xy + (value - meanX) * (y[i] - meanY), xx + (value - meanX) ** 2],
    [0, 0],
  );
  return across / along;
}

/**
 * How the values grow: the mean of the rounds' slopes, with Student's interval. Nothing of fewer than two sizes.
 * @param {readonly Point[]} points by size
 * @returns {Growth | undefined}
 */
export function growthOf(points) {
  if (points.length < 2) return undefined;
  const sizes = points.map(({ size }) => size);
  const rounds = Math.min(...points.map(({ values }) => values.length));
  const slopes = Array.from({ length: rounds }, (_, round) =>
    logSlope(
      sizes,
      points.map(({ values }) => values[round]),
    ),
  );
  const last = points.slice(-2);
  const ending = logSlope(
    last.map(({ size }) => size),
    last.map(({ values }) => median(values)),
  );
  if (rounds < 2) return { slope: slopes[0], low: Number.NaN, high: Number.NaN, ending };
  const { estimate, low, high } = studentTInterval(slopes);
  return { slope: estimate, low, high, ending };
}

/**
 * What each point takes beyond the first, where that is enough to tell.
 * @param {readonly Point[]} points by size
 * @param {number} least
 * @returns {Point[]}
 */
export function beyondFirst(points, least) {
  const base = median(points[0]?.values ?? [0]);
  return points
    .slice(1)
    .map(({ size, values }) => ({ size, values: values.map((value) => value - base) }))
    .filter(({ values }) => Math.min(...values) >= least);
}

/**
 * The points of both at the sizes that both have.
 * @param {readonly Point[]} ours @param {readonly Point[]} theirs
 * @returns {[Point[], Point[]]}
 */
export function inCommon(ours, theirs) {
  const has = (points, size) => points.some((point) => point.size === size);
  return [
    ours.filter(({ size }) => has(theirs, size)),
    theirs.filter(({ size }) => has(ours, size)),
  ];
}

/**
 * What the next size will take at least, if the growth goes on as from the size before the last, and is no less than that of the size.
 * @param {readonly Point[]} points by size
 * @param {number} next
 */
export function expected(points, next) {
  const last = points.at(-1);
  if (last === undefined) return 0;
  const power = Math.max(1, growthOf(points.slice(-2))?.slope ?? 1);
  return median(last.values) * (next / last.size) ** power;
}
