import type { OptimizerSpec } from "../../nn/config/spec.js";
import type { MemoryFit } from "../measured.js";
import type { AdviseBudget, Length, MetricName } from "../request.js";
import type { SpeedRow } from "./speedRow.js";

/** How much is tried in each stage. */
export interface Design {
  /** Rates of the first rung, factor two apart. */
  readonly rates: number;
  /** Seeds of the last rung of the rates. */
  readonly rateSeeds: number;
  /** Batch sizes. */
  readonly sizes: number;
  readonly sizeSeeds: number;
  /** Pairs of the confirmation after which it may end. */
  readonly looks: readonly number[];
}

/** Trainings of one kind within a stage. */
export interface PlannedStage {
  readonly stage: string;
  readonly trainings: number;
  /** Updates of one at the anchor's batch size. */
  readonly steps: number;
  /** Expected wall clock of all. */
  readonly seconds: number;
}

/** All that decides the trainings: the same plan gives the same ones, whatever the clock says. */
export interface Plan {
  readonly version: 1;
  /** What the plan is for. */
  readonly request: {
    /** What tells the trainer's trainings from others, by name. */
    readonly subject: Readonly<Record<string, unknown>>;
    readonly optimizer: OptimizerSpec["kind"];
    readonly metric: MetricName;
    readonly current: number;
    readonly currentRate: number | null;
    readonly memory: number | null;
    readonly sizes: readonly [smallest: number, largest: number] | null;
    readonly seed: number;
    readonly budget: AdviseBudget;
  };
  readonly design: Design;
  /** Of one training. */
  readonly length: Length;
  /** As it was measured when the plan was made. */
  readonly speed: readonly SpeedRow[];
  readonly memory: MemoryFit | null;
  /** How much longer work took when the plan was made than on a free machine. */
  readonly pace: number;
  readonly smallest: number;
  /** The largest batch that may be tried: all training examples, or fewer where they are too many to be tried or held. */
  readonly largest: number;
  readonly stages: readonly PlannedStage[];
  readonly trainings: number;
  /** Expected wall clock of all, on a machine that is as busy as it was. */
  readonly seconds: number;
  /** Whether that is within the budget. */
  readonly fits: boolean;
}
