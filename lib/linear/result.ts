/** Why a solver stopped. Only the first four are convergence. */
export type StopReason =
  /** The largest gradient entry is at most the tolerance. */
  | "gradient"
  /** The objective (of SGD: its running mean) no longer falls. */
  | "objective"
  /** The coefficients no longer move, relative to the largest of them. */
  | "coefficients"
  /** The score on the held-out part no longer rises. */
  | "validation"
  | "iterations"
  | "lineSearch"
  | "diverged";

/** One point of a solver's way. */
export interface TracePoint {
  /** Iterations so far; of stochastic solvers, passes over the data. */
  readonly iteration: number;
  /** Passes over the data so far: a gradient, a Hessian product, n stochastic steps are one each. */
  readonly passes: number;
  /** Time so far, s, without the tracing itself. */
  readonly seconds: number;
  /** Mean loss plus penalty. */
  readonly objective: number;
}

/** How a fit went. */
export interface FitResult {
  /** Iterations made; of stochastic solvers, passes over the data. */
  readonly iterations: number;
  /** Σ sᵢℓᵢ / Σ sᵢ plus the penalty over C·Σ sᵢ, at the coefficients. */
  readonly objective: number;
  /** Largest absolute entry of the objective's gradient (with an L1 part: of its smallest subgradient). */
  readonly gradientNorm: number;
  /** Whether it stopped at a minimum, within the tolerance. */
  readonly converged: boolean;
  /** What ended the fit. */
  readonly stopped: StopReason;
  /** What happened and what to try, if the fit did not converge. */
  readonly warning?: string;
  /** The way to the solution, where `trace: true` was asked for. */
  readonly trace?: readonly TracePoint[];
}

/** What a solver of the layers below hands to an estimator. */
export interface Solution {
  /** The parameters reached. */
  readonly parameters: Float64Array;
  readonly iterations: number;
  readonly stopped: StopReason;
  /** The objective and its largest gradient entry there, where the solver knows them. */
  readonly end?: { readonly objective: number; readonly gradientNorm: number };
}

/** Called by a solver after every iteration with its parameters; the value where the solver knows it. */
export type Observer = (
  iteration: number,
  parameters: Float64Array,
  value: number | undefined,
) => void;

const CONVERGED: readonly StopReason[] = ["gradient", "objective", "coefficients", "validation"];

export function isConverged(stopped: StopReason): boolean {
  return CONVERGED.includes(stopped);
}

/** What to say about a fit that stopped for a reason that is no convergence. */
export function convergenceWarning(who: string, stopped: StopReason, maxIter: number): string {
  switch (stopped) {
    case "iterations":
      return `${who}: not converged after ${maxIter} iterations. Try a larger maxIter, standardised features or a larger tol.`;
    case "lineSearch":
      return `${who}: not converged, no step lowers the objective any further. Try standardised features, a smaller C or another solver; tol may be below what float64 resolves.`;
    default:
      return `${who}: diverged, the coefficients or the steps are no finite numbers. Try standardised features, smaller sample weights or another solver.`;
  }
}

/**
 * Tells the process of a fit that did not converge, once per fit, as Node does for any warning:
 * `process.on("warning")` hears it, `--no-warnings` silences it, a library prints nothing itself.
 */
export function emitConvergenceWarning(message: string): void {
  process.emitWarning(message, { type: "ConvergenceWarning", code: "BATCHWISE_NOT_CONVERGED" });
}
