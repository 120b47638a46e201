import { positiveInteger } from "../../check.js";
import type { Dataset } from "../../data/dataset.js";
import { hostInterruption } from "../../interruption.js";
import type { LogisticSolver } from "../../linear/logisticOptions.js";
import { LogisticRegression } from "../../linear/logisticRegression.js";
import type { StopReason } from "../../linear/result.js";
import { type OnProgress, withProgress } from "../../progress.js";
import { quantile } from "../../stats/describe.js";

/** Which solvers are compared on which objective. */
export interface SolverTracesOptions {
  readonly solvers: readonly LogisticSolver[];
  /** As in `LogisticRegression`; all solvers get the same. Default 1. */
  readonly C?: number;
  /** As in `LogisticRegression`, where it means something else for every solver. Default 1e-4. */
  readonly tol?: number;
  /** Largest number of iterations of one fit. Default 1000. */
  readonly maxIter?: number;
  /** Timed fits of each solver, in turn with the others, after one that is not timed. Default 1. */
  readonly rounds?: number;
  /** Called with what is done so far; `progressBar` draws it. */
  readonly onProgress?: OnProgress;
}

/** A point on a solver's way, as a solver with this many iterations would have ended. */
export interface SolverPoint {
  readonly solver: LogisticSolver;
  readonly iteration: number;
  /** Passes over the data, as in `TracePoint`. */
  readonly passes: number;
  /** Time so far, s; median over the rounds. */
  readonly seconds: number;
  /** The same in each round. */
  readonly times: readonly number[];
  /** Mean loss plus penalty. */
  readonly objective: number;
  /** How far the objective lies above its minimum, relative to the minimum. */
  readonly excess: number;
}

/** The last point of a solver's way, with the reason for which it stopped. */
export interface SolverEnd extends SolverPoint {
  readonly stopped: StopReason;
  /** Largest absolute entry of the objective's gradient. */
  readonly gradient: number;
}

/** Every solver's course to the minimum, and where it ended. */
export interface SolverTraces {
  /** The minimum that excess is measured from. */
  readonly minimum: number;
  readonly points: readonly SolverPoint[];
  /** One for each solver. */
  readonly ends: readonly SolverEnd[];
}

/** The objective of `LogisticRegression` at its minimum, by Newton steps until float64 ends them. */
export function minimumOf(data: Dataset, C = 1): number {
  const { result } = new LogisticRegression({
    C,
    solver: "newton-cg",
    tol: 1e-10,
    maxIter: 1000,
  }).fit(data);
  return result.objective;
}

/** Iterations of the fit before the rounds: enough to have all code compiled and the data in the cache. */
const WARM = 20;

/**
 * Fits one logistic regression by several solvers and gives each one's way to the minimum. Solvers are
 * compared by excess objective: it means the same for all of them, which neither `tol` nor an iteration does.
 * Each round begins with another solver, so that none is always the one after the slowest.
 */
export async function solverTraces(
  data: Dataset,
  { solvers, C = 1, tol = 1e-4, maxIter = 1000, rounds = 1, onProgress }: SolverTracesOptions,
): Promise<SolverTraces> {
  return await withProgress(onProgress, async (onProgress) => {
    positiveInteger("solverTraces", "rounds", rounds);
    const models = solvers.map((solver) => new LogisticRegression({ C, solver, tol, maxIter }));
    const signal = hostInterruption();
    const minimum = minimumOf(data, C);
    const times: number[][][] = models.map(() => []);
    const total = rounds * models.length;
    for (const solver of solvers)
      new LogisticRegression({ C, solver, tol, maxIter: Math.min(WARM, maxIter) }).fit(data, {
        warn: false,
      });
    for (let round = 0; round < rounds; round++)
      for (let turn = 0; turn < models.length; turn++) {
        const i = (round + turn) % models.length;
        await new Promise(setImmediate);
        signal?.throwIfAborted();
        const { trace = [] } = models[i].fit(data, { trace: true, warn: false }).result;
        times[i].push(trace.map(({ seconds }) => seconds));
        onProgress?.({ done: round * models.length + turn + 1, total, unit: "fits" });
      }
    const ways = models.map(({ result, options: { solver } }, i) => {
      const points = (result.trace ?? []).map((point, p): SolverPoint => {
        const own = times[i].map((round) => round[p]);
        const excess = point.objective / minimum - 1;
        return { solver, ...point, seconds: quantile(own, 0.5), times: own, excess };
      });
      const { stopped, gradientNorm } = result;
      return { points, end: { ...points[points.length - 1], stopped, gradient: gradientNorm } };
    });
    return {
      minimum,
      points: ways.flatMap(({ points }) => points),
      ends: ways.map(({ end }) => end),
    };
  });
}

/** For each solver, the first point of its way whose excess is at most `excess`; none where it never is. */
export function firstWithin(points: readonly SolverPoint[], excess: number): SolverPoint[] {
  const solvers = [...new Set(points.map(({ solver }) => solver))];
  return solvers.flatMap(
    (solver) => points.find((point) => point.solver === solver && point.excess <= excess) ?? [],
  );
}
