import type { Dataset } from "../data/dataset.js";
import { Rng } from "../random.js";

/**
 * The data with independent normal noise on every feature. The same seed gives the same draws at every
 * standard deviation, so that two levels differ in size only.
 */
export function noisyData(data: Dataset, sd: number, seed: number): Dataset {
  const rng = Rng.fromSeed(seed).fork("noisyData");
  return { ...data, x: data.x.map((value) => value + sd * rng.normal()) };
}
