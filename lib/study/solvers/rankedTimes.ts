import { refuse } from "../../check.js";
import type { LogisticSolver } from "../../linear/logisticOptions.js";
import { doublingsOf } from "../../rows/differences.js";
import { type EstimateOf, meansBy } from "../../rows/means.js";
import type { Estimate } from "../../stats/estimate.js";
import { firstWithin, type SolverPoint } from "./solverTraces.js";

/** A solver's time to an excess: the geometric mean over the rounds, s, with its 95 % interval. */
export interface RankedTime extends EstimateOf<TimedRow, "solver" | "passes"> {
  /** How many times as long as the fastest solver it takes, paired by round; 1 for the fastest itself. */
  readonly ratio: Pick<Estimate, "estimate" | "low" | "high">;
  /** Whether the rounds leave open that it is as fast as the fastest. */
  readonly tied: boolean;
}

interface TimedRow {
  readonly solver: LogisticSolver;
  readonly passes: number;
  readonly round: number;
  readonly seconds: number;
}

/**
 * The solvers that come within an excess, from the fastest to the slowest. One that a round of bad luck could have
 * put behind the fastest is tied with it: times are compared within rounds, and the interval decides.
 */
export function rankedTimes(points: readonly SolverPoint[], excess: number): RankedTime[] {
  const timed = firstWithin(points, excess).flatMap(({ solver, passes, times }) => {
    if (times.length < 2)
      refuse("rankedTimes", "points must be timed in at least 2 rounds", times.length);
    return times.map((seconds, round): TimedRow => ({ solver, passes, round, seconds }));
  });
  const means = meansBy(timed, { by: ["solver", "passes"], value: "seconds", geometric: true });
  means.sort((one, other) => one.estimate - other.estimate);
  return means.map((mean, place, [{ solver: fastest }]) => {
    if (place === 0) return { ...mean, ratio: { estimate: 1, low: 1, high: 1 }, tied: true };
    const { estimate, low, high } = doublingsOf(timed, {
      a: { solver: mean.solver },
      b: { solver: fastest },
      value: "seconds",
      pair: "round",
    });
    const ratio = { estimate: 2 ** estimate, low: 2 ** low, high: 2 ** high };
    return { ...mean, ratio, tied: low <= 0 };
  });
}
