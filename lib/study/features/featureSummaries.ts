import { groupRows, lowestBy } from "../../rows/groups.js";
import { type EstimateOf, meansBy } from "../../rows/means.js";
import { quantile } from "../../stats/describe.js";
import type { FeatureRow } from "./featureStudy.js";

/**
 * Test error in percent against the number of features, at the batch size of lowest validation loss in each repeat:
 * `{ data, method, features, estimate, low, high, n }`. The error with all features stands at both ends of a
 * data set's numbers, so that it is drawn as a level.
 */
export function featureCurves(
  rows: readonly FeatureRow[],
): EstimateOf<FeatureRow, "data" | "method" | "features">[] {
  const by = ["data", "method", "features"] as const;
  const best = lowestBy(rows, { by: [...by, "seed"], value: "validLoss" });
  return meansBy(best, { by, value: "error" }).flatMap((row) => {
    if (row.method !== "all") return [row];
    const own = rows.filter(({ data }) => data === row.data);
    return [{ ...row, features: Math.min(...own.map(({ features }) => features)) }, row];
  });
}

/** How long one run takes. */
export interface TrainingTime extends Pick<FeatureRow, "data" | "features" | "batchSize"> {
  /** Median over the runs: other work of the machine makes single ones slow. */
  readonly milliseconds: number;
}

/** Training time by data set, batch size and number of features of one method; all features come last. */
export function trainingTimes(
  rows: readonly FeatureRow[],
  { method }: Pick<FeatureRow, "method">,
): TrainingTime[] {
  const own = rows.filter((row) => row.method === method || row.method === "all");
  const times = groupRows(own, ["data", "batchSize", "features"]).map(
    ([first, ...rest]): TrainingTime => ({
      data: first.data,
      features: first.features,
      batchSize: first.batchSize,
      milliseconds:
        1000 *
        quantile(
          [first, ...rest].map(({ seconds }) => seconds),
          0.5,
        ),
    }),
  );
  return times.sort((a, b) => a.features - b.features);
}
