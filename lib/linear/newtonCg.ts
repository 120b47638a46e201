import { bracketStep } from "./bracketStep.js";
import { wolfeStep } from "./lineSearch.js";
import type { CurvedObjective } from "./objective.js";
import type { Preconditioner } from "./preconditioner.js";
import type { Observer, Solution, StopReason } from "./result.js";
import { addScaled, dot, maxAbs, sumAbs } from "./vector.js";

export interface NewtonCgOptions {
  /** Stops when the largest absolute gradient entry is at most this. */
  readonly tol: number;
  readonly maxIter: number;
  readonly observe?: Observer;
}

const MAX_INNER = 200;
const EPSILON = 16 * Number.EPSILON;
const LINE_SEARCH = {
  c1: 1e-4,
  c2: 0.9,
  xtol: 1e-14,
  minStep: 1e-8,
  maxStep: 50,
  maxEvaluations: 100,
};

/**
 * Minimises a smooth convex function by Newton's method with conjugate gradients, Nocedal & Wright
 * (2006), Algorithm 7.1: Hessian products only, solved as exactly as the gradient is small. Where a line
 * search fails, as on columns of very different size, it goes on with preconditioned directions and a
 * search that takes shorter steps.
 */
export function newtonCg(
  objective: CurvedObjective,
  start: Float64Array,
  { tol, maxIter, observe }: NewtonCgOptions,
): Solution {
  const x = start.slice();
  let gradient = new Float64Array(objective.size);
  let trial = new Float64Array(objective.size);
  let value = objective.valueAndGradient(x, gradient);
  let valueBefore: number | undefined;
  let precondition: Preconditioner | undefined;
  let iterations = 0;
  const done = (stopped: StopReason): Solution => ({
    parameters: x,
    iterations,
    stopped,
    end: { objective: value, gradientNorm: maxAbs(gradient) },
  });
  observe?.(0, x, value);
  if (!Number.isFinite(value)) return done("diverged");

  while (iterations < maxIter) {
    if (maxAbs(gradient) <= tol) return done("gradient");
    const size = sumAbs(gradient);
    // Every way here has just evaluated the objective at x, so Hessian products are taken there.
    const direction = conjugateGradients(
      objective,
      gradient,
      Math.min(0.5, Math.sqrt(size)) * size,
      precondition,
    );
    const slope = dot(gradient, direction);
    const origin = x.slice();
    const evaluate = (step: number): { value: number; slope: number } => {
      for (let j = 0; j < x.length; j++) x[j] = origin[j] + step * direction[j];
      const at = objective.valueAndGradient(x, trial);
      return { value: at, slope: dot(trial, direction) };
    };
    let found = wolfeStep(
      evaluate,
      { value, slope },
      firstStep(value, valueBefore, slope),
      LINE_SEARCH,
    );
    if (found === undefined) {
      // Near the optimum the value's own rounding hides a decrease; the gradient still shows it.
      const full = evaluate(1);
      const flat = Math.abs(full.value - value) <= Math.abs(value) * EPSILON;
      if (flat && sumAbs(trial) < size) found = { step: 1, ...full };
    }
    if (found === undefined && precondition === undefined) {
      precondition = objective.preconditioner();
      x.set(origin);
      objective.valueAndGradient(x, trial);
      continue;
    }
    if (found === undefined) {
      found = bracketStep(evaluate, { value, slope }, 1, LINE_SEARCH);
      if (found !== undefined) evaluate(found.step);
    }
    if (found === undefined) {
      x.set(origin);
      return done("lineSearch");
    }
    valueBefore = value;
    value = found.value;
    [gradient, trial] = [trial, gradient];
    iterations++;
    observe?.(iterations, x, value);
  }
  return done(maxAbs(gradient) <= tol ? "gradient" : "iterations");
}

/** 1, or the step that would repeat the last decrease, if that is shorter: Nocedal & Wright, eq. 3.60. */
function firstStep(value: number, before: number | undefined, slope: number): number {
  if (before === undefined || slope === 0) return 1;
  const step = Math.min(1, (1.01 * 2 * (value - before)) / slope);
  return step < 0 ? 1 : step;
}

/** An approximate solution d of H·d = −gradient, exact to `tol` in the residual's 1-norm. */
function conjugateGradients(
  objective: CurvedObjective,
  gradient: Float64Array,
  tol: number,
  precondition: Preconditioner | undefined,
): Float64Array {
  const solution = new Float64Array(gradient.length);
  const residual = gradient.slice();
  const conditioned = precondition === undefined ? residual : residual.slice();
  precondition?.(residual, conditioned);
  const direction = conditioned.map((g) => -g);
  const product = new Float64Array(gradient.length);
  let squares = dot(residual, conditioned);
  let directionSquares = squares;
  for (let i = 0; i <= MAX_INNER; i++) {
    if (sumAbs(residual) <= tol) break;
    objective.hessianProduct(direction, product);
    const curvature = dot(direction, product);
    // No curvature left beyond rounding: Royer, O'Neill & Wright (2018), arXiv:1803.02924, Algorithm 1.
    if (!(curvature > EPSILON * directionSquares)) {
      if (curvature < 0 && i === 0) addScaled(squares / curvature, direction, solution);
      break;
    }
    const alpha = squares / curvature;
    addScaled(alpha, direction, solution);
    addScaled(alpha, product, residual);
    precondition?.(residual, conditioned);
    const next = dot(residual, conditioned);
    const beta = next / squares;
    for (let j = 0; j < direction.length; j++) direction[j] = beta * direction[j] - conditioned[j];
    directionSquares = next + beta * beta * directionSquares;
    squares = next;
  }
  return solution;
}
