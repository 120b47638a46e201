import { differenceOf } from "../../rows/differences.js";
import { groupRows, lowestBy } from "../../rows/groups.js";
import { type EstimateOf, meansBy } from "../../rows/means.js";
import { quantile } from "../../stats/describe.js";
import type { PairedDifference } from "../../stats/pairedDifference.js";
import type { FeatureRow, FeatureSetting, FeatureStudy } from "./featureStudy.js";

/** What tells a setting's rows from others. */
function placeOf({
  data,
  method,
  features,
  batchSize,
}: FeatureSetting | FeatureRow): Pick<
  FeatureSetting,
  "data" | "method" | "features" | "batchSize"
> {
  return { data, method, features, batchSize };
}

/**
 * Test error in percent against the number of features, at the batch size of lowest validation loss for each
 * number: `{ data, method, features, estimate, low, high, n }`. The error with all features stands at both ends of a
 * data set's numbers, so that it is drawn as a level.
 */
export function featureCurves({
  settings,
  rows,
}: FeatureStudy): EstimateOf<FeatureRow, "data" | "method" | "features">[] {
  const best = lowestBy(settings, { by: ["data", "method", "features"], value: "validLoss" });
  const places = new Set(best.map((setting) => JSON.stringify(placeOf(setting))));
  const chosen = rows.filter((row) => places.has(JSON.stringify(placeOf(row))));
  const errors = chosen.map((row) => ({ ...row, error: 100 - row.accuracy }));
  const means = meansBy(errors, { by: ["data", "method", "features"], value: "error" });
  return means.flatMap((row) => {
    if (row.method !== "all") return [row];
    const least = Math.min(
      ...settings.filter(({ data }) => data === row.data).map(({ features }) => features),
    );
    return [{ ...row, features: least }, row];
  });
}

/** How much better than all features the best of a method is. */
export interface FeatureGain
  extends PairedDifference,
    Pick<FeatureSetting, "data" | "method" | "features" | "batchSize"> {}

/**
 * For each data set and method, the gain in test accuracy over all features, in percentage points. Both
 * sides have the number of features and the batch size of lowest validation loss on the tuning seeds.
 */
export function featureGains({ settings, rows }: FeatureStudy): FeatureGain[] {
  const best = lowestBy(settings, { by: ["data", "method"], value: "validLoss" });
  return best.flatMap((setting) => {
    const { data, method, features, batchSize } = setting;
    const all = best.find((other) => other.data === data && other.method === "all");
    if (method === "all" || all === undefined) return [];
    const difference = differenceOf(rows, {
      a: placeOf(setting),
      b: placeOf(all),
      value: "accuracy",
    });
    return [{ data, method, features, batchSize, ...difference }];
  });
}

/** How long one run takes. */
export interface TrainingTime extends Pick<FeatureSetting, "data" | "features" | "batchSize"> {
  /** Median over the runs: other work of the machine makes single ones slow. */
  readonly milliseconds: number;
}

/** Training time by data set, batch size and number of features of one method; all features come last. */
export function trainingTimes(
  { rows }: FeatureStudy,
  { method }: Pick<FeatureSetting, "method">,
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
