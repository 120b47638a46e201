import { refuse } from "../check.js";
import type { ComparedRow } from "./compare.js";

/**
 * A row for each level of noise that a comparison read the test part under, and one without: `accuracy` is
 * that under noise of standard deviation `noise`, in percent.
 * @param noise the levels, as they were given to the comparison
 */
export function accuracyUnderNoise<R extends Pick<ComparedRow, "accuracy" | "noisyAccuracy">>(
  rows: readonly R[],
  noise: readonly number[],
): (R & { readonly noise: number })[] {
  return rows.flatMap((row) => {
    const { accuracy, noisyAccuracy = [] } = row;
    if (noisyAccuracy.length !== noise.length)
      refuse("accuracyUnderNoise", `rows must have ${noise.length} levels`, noisyAccuracy.length);
    return [0, ...noise].map((level, i) => ({
      ...row,
      noise: level,
      accuracy: [accuracy, ...noisyAccuracy][i],
    }));
  });
}
