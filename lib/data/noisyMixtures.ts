import { positiveInteger, refuse } from "../check.js";
import type { Rng } from "../random.js";
import { checkDataset, type Dataset, featuresOf } from "./dataset.js";

/** How many mixtures of the features are made, and with how much noise. */
export interface NoisyMixturesOptions {
  /** Number of mixtures. */
  readonly features: number;
  /** Standard deviation of the noise over that of the mixtures without it, at least 0. */
  readonly noise: number;
  readonly rng: Rng;
}

/**
 * The data as many redundant sensors would see them: every new feature is a random mixture of all old ones,
 * with weights from N(0, 1/features), plus normal noise of its own. All noise has the same size.
 */
export function noisyMixtures(
  data: Dataset,
  { features, noise, rng }: NoisyMixturesOptions,
): Dataset {
  const who = "noisyMixtures";
  checkDataset(who, data);
  positiveInteger(who, "features", features);
  if (!(noise >= 0 && noise < Number.POSITIVE_INFINITY))
    refuse(who, "noise must be a finite number from 0", noise);
  const old = featuresOf(data);
  const weight = rng.fork("weights");
  const weights = Float64Array.from(
    { length: features * old },
    () => weight.normal() / Math.sqrt(old),
  );
  const x = new Float32Array(data.n * features);
  for (let i = 0; i < data.n; i++)
    for (let j = 0; j < features; j++) {
      let sum = 0;
      for (let k = 0; k < old; k++) sum += weights[j * old + k] * data.x[i * old + k];
      x[i * features + j] = sum;
    }
  const size = noise * typicalDeviation(x, data.n, features);
  const draws = rng.fork("noise");
  for (let k = 0; k < x.length; k++) x[k] += size * draws.normal();
  return { x, y: data.y, n: data.n, shape: [features], classes: data.classes };
}

/** Root of the mean variance of the features. */
function typicalDeviation(x: Float32Array, n: number, features: number): number {
  let variance = 0;
  for (let j = 0; j < features; j++) {
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      sum += x[i * features + j];
      squares += x[i * features + j] ** 2;
    }
    variance += squares / n - (sum / n) ** 2;
  }
  return Math.sqrt(Math.max(0, variance) / features);
}
