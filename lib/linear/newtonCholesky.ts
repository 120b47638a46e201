import { lbfgs } from "./lbfgs.js";
import type { LogisticObjective } from "./objective.js";
import type { Observer, Solution, StopReason } from "./result.js";
import { dot, maxAbs, sumAbs } from "./vector.js";

export interface NewtonCholeskyOptions {
  /** Stops when the largest absolute gradient entry and half the squared Newton decrement are at most this. */
  readonly tol: number;
  readonly maxIter: number;
  readonly observe?: Observer;
}

/** Armijo's constant and the halvings tried, as scikit-learn has them. */
const DECREASE = 2 ** -11;
const MAX_HALVINGS = 21;
const EPSILON = 16 * Number.EPSILON;

/**
 * Minimises a logistic objective by Newton's method with the whole Hessian, factored by Cholesky, and
 * a backtracking line search (Boyd & Vandenberghe 2004, section 9.5.2). Where the Hessian is singular
 * or no step helps, L-BFGS takes over with the iterations that are left.
 */
export function newtonCholesky(
  objective: LogisticObjective,
  start: Float64Array,
  { tol, maxIter, observe }: NewtonCholeskyOptions,
): Solution {
  const x = start.slice();
  let gradient = new Float64Array(objective.size);
  let trial = new Float64Array(objective.size);
  const step = new Float64Array(objective.size);
  let value = objective.valueAndGradient(x, gradient);
  let iterations = 0;
  const done = (stopped: StopReason): Solution => {
    objective.centre(x);
    const end = { objective: value, gradientNorm: maxAbs(gradient) };
    return { parameters: x, iterations, stopped, end };
  };
  observe?.(0, x, value);
  if (!Number.isFinite(value)) return done("diverged");

  while (iterations < maxIter) {
    const solved = objective.newtonStep(gradient, step);
    const slope = dot(gradient, step);
    const from = x.slice();
    const next = solved && slope <= 0 ? backtrack(from, slope) : undefined;
    if (next === undefined) return fallBack(from);
    value = next;
    [gradient, trial] = [trial, gradient];
    iterations++;
    observe?.(iterations, x, value);
    // ½ d² = −½ slope: the decrement at the point just left.
    if (maxAbs(gradient) <= tol && -0.5 * slope <= tol) return done("gradient");
  }
  return done("iterations");

  /** Moves x along the step, halved until the value falls enough; its value, or undefined. */
  function backtrack(from: Float64Array, slope: number): number | undefined {
    for (let halvings = 0, t = 1; halvings < MAX_HALVINGS; halvings++, t /= 2) {
      for (let j = 0; j < x.length; j++) x[j] = from[j] + t * step[j];
      const at = objective.valueAndGradient(x, trial);
      if (at - value <= t * DECREASE * slope) return at;
      // Near the optimum the value's own rounding hides a decrease; the gradient still shows it.
      if (Math.abs(at - value) <= Math.abs(value) * EPSILON && sumAbs(trial) < sumAbs(gradient))
        return at;
    }
    return undefined;
  }

  function fallBack(from: Float64Array): Solution {
    const made = iterations;
    const rest = lbfgs(objective, from, {
      tol,
      maxIter: maxIter - made,
      ...(observe && { observe: (i, p, v) => i > 0 && observe(made + i, p, v) }),
    });
    objective.centre(rest.parameters);
    return { ...rest, iterations: made + rest.iterations };
  }
}
