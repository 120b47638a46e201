import type { SpeedRow } from "./plan/speedRow.js";

/** Bytes that a training holds: so many whatever the batch, and so many for each example in it. */
export interface MemoryFit {
  readonly fixed: number;
  readonly perExample: number;
}

/** Time and memory of a training step at each batch size. */
export interface Measured {
  readonly speed: readonly SpeedRow[];
  /** `null` where it cannot be told. */
  readonly memory: MemoryFit | null;
  /** How much longer work takes on a machine as busy as this one was than on a free one: 1 or more. */
  readonly pace: number;
}

/** The gradient noise scale of a training: where gradients of single examples agree less than they scatter. */
export interface NoiseScale {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** Of its first half, and of its second. */
  readonly early: number;
  readonly late: number;
}
