import { bisect } from "./bisect.js";

// Hart (1968), algorithm 5666, as in West (2005), "Better approximations to cumulative normal functions".
const NUMERATOR = [
  3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
  221.213596169931, 220.206867912376,
];
const DENOMINATOR = [
  8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674,
  637.333633378831, 793.826512519948, 440.413735824752,
];

/** Probability that a standard normal variable is at most `x`; absolute error below 1e-14. */
export function normalCdf(x: number): number {
  const upper = upperTail(Math.abs(x));
  return x > 0 ? 1 - upper : upper;
}

/** The `x` with `normalCdf(x)` = `p`; −Infinity at 0 and Infinity at 1. */
export function normalQuantile(p: number): number {
  if (p <= 0) return Number.NEGATIVE_INFINITY;
  if (p >= 1) return Number.POSITIVE_INFINITY;
  // From the lower half only: there small probabilities keep their digits.
  return p > 0.5 ? -normalQuantile(1 - p) : bisect((x) => normalCdf(x) - p, -38.5, 0);
}

/** Probability above x ≥ 0. */
function upperTail(x: number): number {
  if (x > 38.5) return 0;
  const density = Math.exp((-x * x) / 2);
  if (x < 7.07106781186547) return (density * at(x, NUMERATOR)) / at(x, DENOMINATOR);
  const fraction = x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))));
  return density / fraction / Math.sqrt(2 * Math.PI);
}

/** Horner's rule, highest power first. */
function at(x: number, coefficients: readonly number[]): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}
