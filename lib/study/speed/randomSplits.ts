import type { Dataset, TrainingSplits } from "../../data/dataset.js";
import { Rng } from "../../random.js";

/** Data of a given size for measurements of speed, which do not depend on what the numbers are. */
export function randomSplits({
  n,
  features,
  classes,
}: {
  readonly n: number;
  readonly features: number;
  readonly classes: number;
}): TrainingSplits {
  const rng = Rng.fromSeed(0).fork("randomSplits");
  const train: Dataset = {
    x: Float32Array.from({ length: n * features }, () => rng.uniform() - 0.5),
    y: Int32Array.from({ length: n }, (_, i) => i % classes),
    n,
    shape: [features],
    classes: Array.from({ length: classes }, (_, c) => String(c)),
  };
  return { train, valid: train };
}
