import type { LogisticObjective } from "./objective.js";
import {
  convergenceWarning,
  emitConvergenceWarning,
  type FitResult,
  isConverged,
  type Observer,
  type Solution,
  type TracePoint,
} from "./result.js";

/** Follows a solver for its trace and makes the result of a fit. */
export class Recorder {
  readonly #points: TracePoint[] = [];
  readonly #passes: (iteration: number) => number;
  readonly #evaluate: (parameters: Float64Array) => number;
  readonly #wanted: boolean;
  readonly #start: number = performance.now();
  /** Time spent on tracing, ms. */
  #tracing = 0;

  /**
   * @param passes passes over the data that the solver has made, at an iteration
   * @param evaluate the objective where the solver does not know it
   */
  constructor(
    wanted: boolean,
    passes: (iteration: number) => number,
    evaluate: (parameters: Float64Array) => number,
  ) {
    this.#wanted = wanted;
    this.#passes = passes;
    this.#evaluate = evaluate;
  }

  /** The observer to hand to a solver; undefined where no trace is wanted, so that it costs nothing. */
  get observer(): Observer | undefined {
    if (!this.#wanted) return undefined;
    return (iteration, parameters, value) => {
      const now = performance.now();
      const passes = this.#passes(iteration);
      const seconds = (now - this.#start - this.#tracing) / 1000;
      const objective = value ?? this.#evaluate(parameters);
      this.#points.push({ iteration, passes, seconds, objective });
      this.#tracing += performance.now() - now;
    };
  }

  /**
   * The result of a fit; warns, once, if it did not converge.
   * @param warn false where nobody is to hear of it, whatever happened
   * @param fixed whether it is meant to end after its iterations
   */
  finish(
    who: string,
    { stopped, iterations, parameters, end: known }: Solution,
    objective: Pick<LogisticObjective, "optimality">,
    {
      maxIter,
      warn,
      fixed,
    }: { readonly maxIter: number; readonly warn: boolean; readonly fixed: boolean },
  ): FitResult {
    const end = known ?? objective.optimality(parameters);
    const reason = Number.isFinite(end.objective) ? stopped : "diverged";
    const converged = isConverged(reason);
    const silent = converged || !warn || (fixed && reason === "iterations");
    const warning = silent ? undefined : convergenceWarning(who, reason, maxIter);
    if (warning !== undefined) emitConvergenceWarning(warning);
    return {
      iterations,
      ...end,
      converged,
      stopped: reason,
      ...(warning !== undefined && { warning }),
      ...(this.#wanted && { trace: this.#points }),
    };
  }
}
