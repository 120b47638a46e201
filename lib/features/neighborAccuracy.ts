import { refuse } from "../check.js";
import { type Dataset, featuresOf } from "../data/dataset.js";
import { needClasses } from "../data/needClasses.js";
import { checkFinite, withDistances } from "./neighbors.js";

/**
 * The share, from 0 to 1, of examples whose nearest other example has their label: how well the classes keep
 * together, without any training. Of equally near ones the earlier counts.
 */
export function neighborAccuracy(
  data: Pick<Dataset, "x" | "y" | "n" | "shape" | "target">,
): number {
  const { n } = data;
  needClasses("neighborAccuracy", data, "trustworthiness judges a map of any examples");
  if (n < 2) refuse("neighborAccuracy", "there must be at least 2 examples", n);
  checkFinite("neighborAccuracy", "x", data.x, featuresOf(data));
  return withDistances(data.x, n, (distancesFrom) => {
    let right = 0;
    for (let i = 0; i < n; i++) {
      const distances = distancesFrom(i);
      distances[i] = Number.POSITIVE_INFINITY;
      let nearest = 0;
      for (let j = 1; j < n; j++) if (distances[j] < distances[nearest]) nearest = j;
      // With all others infinitely far, as after an overflow, row 0 may be the example itself.
      if (nearest !== i && data.y[nearest] === data.y[i]) right++;
    }
    return right / n;
  });
}
