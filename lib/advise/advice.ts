import type { MemoryFit, NoiseScale } from "./measured.js";
import type { PlannedStage } from "./plan/plan.js";
import type { SpeedFit, SpeedRow } from "./plan/speedRow.js";
import type { MetricName, Problem } from "./request.js";

/**
 * What came of the advisor's work: `settled` by the rule, `notSettled` with what would settle it, `noSignal` where no
 * model did better than guessing, `untested` where the budget was too small or every rate diverged.
 */
export type AdviceStatus = "settled" | "notSettled" | "noSignal" | "untested";

/** By how many points of the metric the best size is better than another, on the same divisions of the data. */
export interface Contrast {
  /** The size that is taken as the best. */
  readonly batchSize: number;
  /** The size that it is compared with. */
  readonly against: number;
  readonly estimate: number;
  /** Ends of the interval, at the level that all looks and all contrasts leave to this one. */
  readonly low: number;
  readonly high: number;
  readonly pairs: number;
  /** Coverage of the interval. */
  readonly level: number;
  /** Test ÷ training examples of a division, by which the interval is widened. */
  readonly overlap: number;
}

/** What was seen of one batch size while rates were tuned: on validation, before the fresh divisions. */
export interface SizeRow {
  readonly batchSize: number;
  /** The rate with the lowest mean validation loss. */
  readonly learningRate: number;
  /** Mean over the seeds, of the weights of the best validation. */
  readonly validLoss: number;
  /** Points of the metric. */
  readonly validMetric: number;
  /** Updates to the common target; `null` where a run did not reach it. */
  readonly stepsToTarget: number | null;
  /** Those updates times the measured time of one; `null` as before. */
  readonly secondsToTarget: number | null;
  /** Seconds by which sizes are called cheaper: to the target, or the whole training where it was missed. */
  readonly cost: number;
  /** Whether rates on both sides of the best one were tried. */
  readonly inside: boolean;
}

/** Trainings of one length at one size and rate while rates were tuned. */
export interface TriedRow {
  readonly batchSize: number;
  readonly learningRate: number;
  /** Updates of one. */
  readonly steps: number;
  /** Seeds. */
  readonly trainings: number;
  /** Mean over them; `null` where one diverged. */
  readonly validLoss: number | null;
}

/** The advisor's answer and all it rests on, as plain JSON. Metrics are in points, see `MetricName`. */
export interface Advice {
  readonly status: AdviceStatus;
  readonly problem: Problem;
  readonly metric: MetricName;
  /** The label, where it is a number: a point of `rmse` is a hundredth of its standard deviation. */
  readonly label: { readonly name: string; readonly deviation: number } | null;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Where the best rate lies: over seeds where three were run, else the neighbours on the grid; `null` if untested. */
  readonly learningRateInterval: readonly [low: number, high: number] | null;
  /** Sizes shown to be within the margin of the best, the recommended one included. */
  readonly equivalent: readonly number[];
  readonly contrasts: readonly Contrast[];
  readonly speed: readonly SpeedRow[];
  /** Where steps stop falling with the batch size, fitted to steps to the target; `null` without four sizes. */
  readonly criticalBatch: {
    readonly estimate: number;
    readonly low: number;
    readonly high: number;
  } | null;
  /** The metric of guessing: always the most frequent class, the classes' shares, or the mean; `null` where nobody knows. */
  readonly baseline: number | null;
  /** Of the examples that nothing before had seen, read once; `null` if it did not come to that. */
  readonly test: { readonly metric: MetricName; readonly value: number } | null;
  /** Wall clock of this call. */
  readonly seconds: number;
  /** Trainings behind the answer, those of an earlier call that the journal kept included. */
  readonly trainings: number;
  /** What a reader should know, each a sentence. */
  readonly notes: readonly string[];
  /** Differences below this are too small to matter. */
  readonly margin: number;
  /** The reader's program with the answer filled in; `null` where data were given. */
  readonly command: string | null;
  readonly optimizer: string;
  readonly sizes: readonly SizeRow[];
  /** Every size and rate that was tried, by size, rate and length. */
  readonly tried: readonly TriedRow[];
  /** What it costs to go on with the size and the rate in use; `cost` is `null` where that rate diverges. */
  readonly keeping: {
    readonly batchSize: number;
    readonly learningRate: number;
    readonly cost: {
      readonly estimate: number;
      readonly low: number;
      readonly high: number;
    } | null;
  } | null;
  /** Bytes that a training holds here, whatever the batch and for each example in it; `limit` as it was asked for. */
  readonly memory: (MemoryFit & { readonly limit: number | null }) | null;
  readonly speedFit: SpeedFit;
  /** Of a run at 32 or the current size; `null` where it cannot be measured. */
  readonly noiseScale: NoiseScale | null;
  /** What would settle an answer that is not; `pairs` is `null` where no number of divisions of these data would. */
  readonly settle: {
    /** Sizes against which the best is not settled. */
    readonly against: readonly number[];
    readonly pairs: number | null;
    readonly minutes: number | null;
  } | null;
  /** Seconds that would do, where the budget was too small for the shortest plan. */
  readonly neededSeconds: number | null;
  readonly planned: readonly PlannedStage[];
}
