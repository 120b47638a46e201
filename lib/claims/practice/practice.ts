import type { Estimate } from "../../stats/estimate.js";

/** The rows of the practitioner's table, in its order: what a reader has to budget. */
export const PRACTICE_IDS = [
  "epochs",
  "changing",
  "seconds",
  "steps",
  "memory",
  "updates",
] as const;

/** The short name of a row of the practitioner's table. */
export type PracticeId = (typeof PRACTICE_IDS)[number];

/** What each row of the practitioner's table is computed from: one entry for each task or optimizer. */
export interface PracticeFindings {
  readonly epochs: readonly LeadOf32[];
  readonly changing: readonly SquareRootRule[];
  readonly seconds: readonly SecondsToTarget[];
  readonly steps: readonly StepsBeyond[];
  readonly memory: readonly CappedBatch[];
  readonly updates: readonly MoreUpdates[];
}

/** Test accuracy of a batch of 32 minus others', in percentage points, at equal epochs, every rate tuned. */
export interface LeadOf32 {
  readonly task: string;
  /** Over the best other size, which each repeat chose by its validation loss. */
  readonly overBest: Estimate;
  /** The other size of the lowest mean validation loss over the repeats, in examples. */
  readonly best: number;
  readonly over8: Estimate;
  readonly over128: Estimate;
}

/** The rate of 32 times √(new ÷ 32), then ½, 1 and 2 times that, against a rate tuned for the new batch size. */
export interface SquareRootRule {
  readonly optimizer: string;
  /** Share of the cells (batch size × seed) in which one of the three is the tuned rate: a `proportion`, from 0 to 1. */
  readonly holds: Estimate;
  /** Points of test accuracy that the best of the three (by validation) loses against the tuned rate. */
  readonly lost: Estimate;
}

/** Seconds to the target loss at one batch size. */
export interface SecondsToTarget {
  readonly task: string;
  /** In examples, the full batch too. */
  readonly batchSize: number;
  readonly seconds: Estimate;
}

/** How many updates larger batches save. */
export interface StepsBeyond {
  readonly optimizer: string;
  /** The batch size that needs twice the least number of updates; may be infinite. */
  readonly criticalSize: Estimate;
  /** Of the updates to the target at twice that size, % that the largest batch saves. */
  readonly saved: Estimate;
}

/** What a batch of 8 loses against one of 32, in points of test accuracy, its rate that of 32 by the √ rule. */
export interface CappedBatch {
  readonly task: string;
  readonly lost: Estimate;
}

/** What more updates give back, in points of test accuracy. */
export interface MoreUpdates {
  readonly task: string;
  /** Lost when the batch size goes from 32 to 512 at equal epochs and one rate. */
  readonly lost: Estimate;
  /** Regained of that when 512 makes as many updates as 32 did. */
  readonly regained: Estimate;
}

/** Whether the figures are on the advice's side, on the other, or on both. */
export type PracticeStatus = "holds" | "not settled" | "does not hold";

/** What was measured on one task, or of one optimizer. */
export interface PracticeLine {
  /** The task or the optimizer. */
  readonly of: string;
  /** Repeats of the figure that decides. */
  readonly n: number;
  /** Whether the rule of thumb holds there. */
  readonly status: PracticeStatus;
  /** The figure that decides, with its interval. */
  readonly figure: string;
  /** What was measured beside it. */
  readonly more: readonly string[];
}

/** A row of the practitioner's table as its findings have it. */
export interface Advice {
  /** Of all lines together: the worst of theirs. */
  readonly status: PracticeStatus;
  /** What to do, in one or two sentences. */
  readonly advice: string;
  /** The figures behind it. */
  readonly evidence: readonly PracticeLine[];
}

/** What is written down of each row before the runs: the budget, the notebook that measures it, the rule. */
export interface PracticeRule {
  readonly budget: string;
  /** Number of the notebook, as in "01". */
  readonly notebook: string;
  /** How the findings decide what is advised. */
  readonly rule: string;
  /** The day on which the rule was written down. */
  readonly since: string;
}
