import { unreachable } from "../check.js";
import type { StudyRow } from "../experiment/runTrials.js";
import type { MetricName } from "./request.js";

/** What is kept of a training, as `runTrials` names it. */
export type Scores = Pick<
  StudyRow,
  | ("validLoss" | "validAccuracy" | "validRmse")
  | ("testLoss" | "accuracy" | "rmse" | "confusion" | "history")
>;

/** A metric with what its points are measured against. */
export interface Metric {
  readonly name: MetricName;
  /** Loss of guessing: of the classes' shares, or of the mean in squared standard deviations. */
  readonly guessLoss: number;
  /** Standard deviation of the label, where it is a number. */
  readonly deviation: number;
}

/** Whether more points are better. */
export function moreIsBetter(name: MetricName): boolean {
  return name === "accuracy" || name === "balancedAccuracy";
}

/** By how many points `a` is better than `b`. */
export function advantage(name: MetricName, a: number, b: number): number {
  return moreIsBetter(name) ? a - b : b - a;
}

/** The points of a run's test part. */
export function testPoints(row: Scores, metric: Metric): number {
  const { accuracy = Number.NaN, testLoss = Number.NaN, confusion = [], rmse = Number.NaN } = row;
  switch (metric.name) {
    case "accuracy":
      return accuracy;
    case "balancedAccuracy":
      return balanced(confusion);
    case "logLoss":
    case "loss":
      return (100 * testLoss) / metric.guessLoss;
    case "rmse":
      return (100 * rmse) / metric.deviation;
    default:
      return unreachable(metric.name);
  }
}

/** The points of a run on validation; balanced accuracy needs the test part read, which is then the validation part. */
export function validPoints(row: Scores, metric: Metric): number {
  const { validAccuracy, validLoss, validRmse = Number.NaN } = row;
  switch (metric.name) {
    case "accuracy":
      return validAccuracy;
    case "balancedAccuracy":
      return testPoints(row, metric);
    case "logLoss":
    case "loss":
      return (100 * validLoss) / metric.guessLoss;
    case "rmse":
      return (100 * validRmse) / metric.deviation;
    default:
      return unreachable(metric.name);
  }
}

/** Two standard errors of the points on so many examples, roughly: what chance alone may make of them. */
export function slackOf(name: MetricName, points: number, examples: number): number {
  if (moreIsBetter(name)) {
    const share = Math.min(0.99, Math.max(0.01, points / 100));
    return 200 * Math.sqrt((share * (1 - share)) / examples);
  }
  // Losses of single examples scatter about as much as they are large; of a root of their mean half of that is left.
  return (name === "rmse" ? 1 : 2) * (points / Math.sqrt(examples));
}

/** The mean over the classes of the share that is right. */
function balanced(confusion: readonly number[]): number {
  const classes = Math.sqrt(confusion.length);
  const shares: number[] = [];
  for (let label = 0; label < classes; label++) {
    const line = confusion.slice(label * classes, (label + 1) * classes);
    const all = line.reduce((sum, count) => sum + count, 0);
    if (all > 0) shares.push(line[label] / all);
  }
  return (100 * shares.reduce((sum, share) => sum + share, 0)) / shares.length;
}

/** What a metric is called, and what its points are. */
export function metricWords(name: MetricName): { readonly name: string; readonly unit: string } {
  switch (name) {
    case "accuracy":
      return { name: "accuracy", unit: "%" };
    case "balancedAccuracy":
      return { name: "balanced accuracy", unit: "%" };
    case "logLoss":
      return { name: "log loss", unit: "% of guessing's" };
    case "loss":
      return { name: "validation loss", unit: "% of the first one" };
    case "rmse":
      return { name: "error (RMSE)", unit: "% of the label's standard deviation" };
    default:
      return unreachable(name);
  }
}
