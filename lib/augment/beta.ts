import type { Rng } from "../random.js";

/** The logarithm of a draw from Gamma(shape, 1): Marsaglia & Tsang (2000), with their boost for shape < 1. */
function logGamma(shape: number, rng: Rng): number {
  if (shape < 1) return logGamma(shape + 1, rng) + Math.log(1 - rng.uniform()) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = rng.normal();
    const v = (1 + c * z) ** 3;
    if (v > 0 && Math.log(1 - rng.uniform()) < 0.5 * z * z + d * (1 - v + Math.log(v)))
      return Math.log(d * v);
  }
}

/** A draw from Beta(a, b), through logarithms so that tiny a and b do not underflow. */
export function drawBeta(a: number, b: number, rng: Rng): number {
  return 1 / (1 + Math.exp(logGamma(b, rng) - logGamma(a, rng)));
}
