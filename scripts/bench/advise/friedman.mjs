const FEATURES = 10;
/** About those of the function with its noise. */
const [MEAN, SCALE] = [14.4, 5];

/**
 * Friedman's first function (1991, "Multivariate adaptive regression splines") of five of ten uniform features, with
 * normal noise of standard deviation 1.
 * @param {{ n: number, rng: import("batchwise").Rng }} options
 * @returns {import("batchwise").Dataset}
 */
export function friedman({ n, rng }) {
  const draw = rng.fork("x");
  const x = Float32Array.from({ length: n * FEATURES }, () => draw.uniform());
  const noise = rng.fork("noise");
  const y = Array.from({ length: n }, (_, i) => {
    const [a, b, c, d, e] = x.subarray(i * FEATURES, i * FEATURES + 5);
    return 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e + noise.normal();
  });
  const values = Float32Array.from(y, (value) => (value - MEAN) / SCALE);
  const target = { name: "y", values, mean: MEAN, scale: SCALE };
  return { x, y: new Int32Array(), n, shape: [FEATURES], classes: [], target };
}
