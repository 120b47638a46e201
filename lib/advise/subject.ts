import { stepsOf } from "./plan/length.js";
import type { Plan } from "./plan/plan.js";
import type { Settings } from "./settings.js";
import type { Asked, Trainer } from "./trainer.js";
import type { Work } from "./work.js";

/** What every stage works on. */
export interface Subject {
  readonly settings: Settings;
  readonly trainer: Trainer;
  readonly plan: Plan;
  readonly work: Work;
}

/** Seeds by what they are for: those that tune never compare. */
export const SEEDS = { tuning: 0, comparing: 1000, last: 2000 } as const;

/** A training of a batch size at a rate, of the plan's length. */
export function asked(
  { settings, trainer, plan }: Subject,
  run: {
    readonly batchSize: number;
    readonly learningRate: number;
    readonly seed: number;
    /** Share of the whole length. Default 1. */
    readonly share?: number;
  },
): Asked {
  const { batchSize, learningRate, share } = run;
  // Seeds of the advisor's are far apart, so that two of them share no run.
  const seed = 10_000 * settings.seed + run.seed;
  return {
    batchSize,
    learningRate,
    seed,
    steps: stepsOf(plan.length, batchSize, trainer.n, share),
  };
}
