import type { StudyTrial } from "../experiment/runTrials.js";
import type { Divisions } from "./divisions.js";
import { configOf, stepsOf } from "./length.js";
import type { Plan } from "./plan.js";
import type { Length } from "./request.js";
import type { Settings } from "./settings.js";
import type { Work } from "./work.js";

/** What every stage works on. */
export interface Subject {
  readonly settings: Settings;
  readonly divisions: Divisions;
  readonly plan: Plan;
  readonly work: Work;
}

/** Seeds by what they are for: those that tune never compare. */
export const SEEDS = { tuning: 0, comparing: 1000, last: 2000 } as const;

/** A training of a batch size at a rate. */
export function trialOf(
  { settings, divisions, plan }: Subject,
  run: {
    readonly batchSize: number;
    readonly learningRate: number;
    readonly seed: number;
    /** Share of the whole length. Default 1. */
    readonly share?: number;
  },
): StudyTrial {
  const { n } = divisions;
  const { batchSize, learningRate, share } = run;
  const length: Length = plan.length;
  // Seeds of the advisor's are far apart, so that two of them share no run.
  const seed = 10_000 * settings.seed + run.seed;
  const steps = stepsOf(length, batchSize, n, share);
  return { seed, config: configOf(settings, { batchSize, learningRate, steps, n, seed }) };
}
