/**
 * Normal clouds, one for each class, whose centres lie on a line so far apart in units of their standard deviation; a
 * half of the features tells nothing.
 * @param {{ sizes: readonly number[], features: number, apart: number, rng: import("batchwise").Rng }} options
 *   `sizes` are the examples of each class
 * @returns {import("batchwise").Dataset}
 */
export function cloudsOf({ sizes, features, apart, rng }) {
  const n = sizes.reduce((sum, size) => sum + size, 0);
  const telling = Math.ceil(features / 2);
  const y = rng
    .fork("y")
    .shuffle(Int32Array.from(sizes.flatMap((size, label) => Array(size).fill(label))));
  const draw = rng.fork("x");
  const x = Float32Array.from({ length: n * features }, (_, i) => {
    const feature = i % features;
    const label = y[Math.floor(i / features)];
    return draw.normal() + (feature < telling ? (label * apart) / Math.sqrt(telling) : 0);
  });
  return { x, y, n, shape: [features], classes: sizes.map((_, label) => String(label)) };
}
