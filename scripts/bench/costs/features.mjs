import { Rng } from "batchwise";
import { withDistances } from "batchwise/dist/features/neighbors.js";
import { repulsionOfCells } from "batchwise/dist/features/tsne/repulsion.js";
import { nanoseconds } from "./time.mjs";

/** @typedef {import("./time.mjs").Measure} Measure */

/** @param {number} length @param {number} size */
const scattered = (length, size) => {
  const rng = Rng.fromSeed(1);
  return Float64Array.from({ length }, () => size * rng.normal());
};

/** Nanoseconds of a squared difference, from one row to all. */
function perDifference(seconds) {
  const shapes = { "1500 × 30": [1500, 30], "3000 × 64": [3000, 64], "1000 × 784": [1000, 784] };
  return Object.fromEntries(
    Object.entries(shapes).map(([name, [n, features]]) => [
      name,
      withDistances(scattered(n * features, 1), n, (from) =>
        nanoseconds(() => from(7), seconds / 3),
      ) /
        (n * features),
    ]),
  );
}

/** Nanoseconds of a point on its way down the tree, the tree's own making with it. */
function perPoint(seconds) {
  return Object.fromEntries(
    [500, 3000, 20000].map((n) => {
      const [points, force] = [scattered(2 * n, 20), new Float64Array(2 * n)];
      const repulsion = repulsionOfCells(n, 0.5);
      return [`${n} points`, nanoseconds(() => repulsion(points, force), seconds / 3) / n];
    }),
  );
}

/** @type {Record<string, Measure>} */
export const FEATURE_MEASURES = { PER_DIFFERENCE: perDifference, PER_POINT: perPoint };
