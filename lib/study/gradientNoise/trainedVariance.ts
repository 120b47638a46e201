import { gradientVariance } from "../../nn/analysis/gradientVariance.js";
import type { Rng } from "../../random.js";
import type { NoiseSubject } from "./noiseSubjects.js";
import type { VarianceRow } from "./varianceStudy.js";

/** Measures the variance of the gradient against the batch size at partly trained models. */
export function trainedVariance(
  subjects: readonly NoiseSubject[],
  {
    batchSizes,
    draws,
    rng,
  }: { readonly batchSizes: readonly number[]; readonly draws: number; readonly rng: Rng },
): VarianceRow[] {
  return subjects.flatMap(({ seed, model, train }, i) =>
    gradientVariance(model, train, { batchSizes, draws, rng: rng.fork(i) }).map(
      ({ batchSize, variance, law }) => ({ seed, batchSize, variance, law }),
    ),
  );
}
