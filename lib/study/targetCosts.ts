import { refuse } from "../check.js";
import type { StepsRow } from "./stepsToTarget.js";
import type { ThroughputRow } from "./throughputStudy.js";

/** What a run to the target took. */
export interface TargetCost {
  /** Examples in a step. */
  readonly examples: number;
  readonly split: number;
  readonly updates: number;
  /** Training examples that it saw, repetitions included. */
  readonly seen: number;
  /** Of training alone, at the speed of one of the rounds. */
  readonly seconds: number;
}

/**
 * Updates to a target also as examples and seconds. The speed is that of the same batch size in a round of
 * the throughput, the first seed's in the first round and so on, so that an interval over the seeds holds
 * the scatter of both.
 * @param speeds of one model
 */
export function targetCosts(
  steps: readonly StepsRow[],
  speeds: readonly ThroughputRow[],
  { n }: { readonly n: number },
): TargetCost[] {
  const seeds = [...new Set(steps.map(({ split }) => split))];
  return steps.map(({ examples, split, steps: updates }) => {
    const round = seeds.indexOf(split);
    const speed = speeds.find((row) => row.examples === examples && row.round === round);
    if (speed === undefined)
      refuse("targetCosts", `speeds must hold round ${round} of batch size ${examples}`, speeds);
    // The last batch of an epoch is smaller.
    const seen = (updates * n) / Math.ceil(n / examples);
    return { examples, split, updates, seen, seconds: seen / speed.perSecond };
  });
}
