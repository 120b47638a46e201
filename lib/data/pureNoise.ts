import { positiveInteger } from "../check.js";
import type { Rng } from "../random.js";
import type { Dataset } from "./dataset.js";

/** Size of a data set whose labels say nothing about its features. */
export interface PureNoiseOptions {
  /** Number of examples. */
  readonly n: number;
  /** Number of features, standard normal. */
  readonly features: number;
  /** Number of classes, of equal size to within one example. Default 2. */
  readonly classes?: number;
  readonly rng: Rng;
}

/** Examples whose features say nothing about their labels: no classifier can be better than chance. */
export function pureNoise({ n, features, classes = 2, rng }: PureNoiseOptions): Dataset {
  positiveInteger("pureNoise", "n", n);
  positiveInteger("pureNoise", "features", features);
  positiveInteger("pureNoise", "classes", classes);
  const draws = rng.fork("x");
  return {
    x: Float32Array.from({ length: n * features }, () => draws.normal()),
    y: rng.fork("y").shuffle(Int32Array.from({ length: n }, (_, i) => i % classes)),
    n,
    shape: [features],
    classes: Array.from({ length: classes }, (_, c) => String(c)),
  };
}
