import { wolfeStep } from "./lineSearch.js";
import type { SmoothObjective } from "./objective.js";
import type { Observer, Solution, StopReason } from "./result.js";
import { addScaled, dot, maxAbs } from "./vector.js";

export interface LbfgsOptions {
  /** Stops when the largest absolute gradient entry is at most this. */
  readonly tol: number;
  readonly maxIter: number;
  /** Pairs of steps and gradient changes remembered. Default 10. */
  readonly memory?: number;
  /** Stops when the objective falls by less than this, relative to its size or 1. Default 64 ε. */
  readonly objectiveTol?: number;
  readonly observe?: Observer;
}

const MAX_LINE_SEARCH_STEPS = 50;
/** The line search of L-BFGS-B 3.0. */
const LINE_SEARCH = { c1: 1e-3, c2: 0.9, xtol: 0.1, minStep: 0, maxStep: 1e10 };

/** The last pairs s = step, y = change of the gradient, oldest first, and θ = yᵀy / sᵀy of the newest. */
interface Memory {
  pairs: { s: Float64Array; y: Float64Array; rho: number }[];
  theta: number;
}

/**
 * Minimises a smooth function by limited-memory BFGS, taking the steps that L-BFGS-B takes without
 * bounds (Byrd, Lu, Nocedal & Zhu 1995; Zhu et al. 1997, Algorithm 778, version 3.0).
 */
export function lbfgs(
  objective: SmoothObjective,
  start: Float64Array,
  { tol, maxIter, memory = 10, objectiveTol = 64 * Number.EPSILON, observe }: LbfgsOptions,
): Solution {
  const x = start.slice();
  let gradient = new Float64Array(objective.size);
  let trial = new Float64Array(objective.size);
  let value = objective.valueAndGradient(x, gradient);
  let known: Memory = { pairs: [], theta: 1 };
  let iterations = 0;
  const done = (stopped: StopReason): Solution => ({
    parameters: x,
    iterations,
    stopped,
    end: { objective: value, gradientNorm: maxAbs(gradient) },
  });
  observe?.(0, x, value);
  if (!Number.isFinite(value)) return done("diverged");
  if (maxAbs(gradient) <= tol) return done("gradient");

  while (iterations < maxIter) {
    const direction = descent(known, gradient);
    const slope = dot(gradient, direction);
    const origin = x.slice();
    const first = iterations === 0 ? Math.min(1 / Math.sqrt(dot(direction, direction)), 1e10) : 1;
    const found = wolfeStep(
      (step) => {
        for (let j = 0; j < x.length; j++) x[j] = origin[j] + step * direction[j];
        const at = objective.valueAndGradient(x, trial);
        return { value: at, slope: dot(trial, direction) };
      },
      { value, slope },
      first,
      { ...LINE_SEARCH, maxEvaluations: MAX_LINE_SEARCH_STEPS },
    );
    if (found === undefined) {
      x.set(origin);
      if (known.pairs.length === 0) return done("lineSearch");
      known = { pairs: [], theta: 1 };
      continue;
    }
    iterations++;
    const before = value;
    value = found.value;
    const change = new Float64Array(x.length);
    for (let j = 0; j < x.length; j++) change[j] = trial[j] - gradient[j];
    [gradient, trial] = [trial, gradient];
    observe?.(iterations, x, value);
    if (maxAbs(gradient) <= tol) return done("gradient");
    if (before - value <= objectiveTol * Math.max(Math.abs(before), Math.abs(value), 1))
      return done("objective");
    remember(known, memory, direction, found.step, change, {
      curvature: (found.slope - slope) * found.step,
      scale: -slope * found.step,
    });
  }
  return done("iterations");
}

/** Keeps a pair if its curvature is positive beyond rounding. */
function remember(
  known: Memory,
  memory: number,
  direction: Float64Array,
  step: number,
  y: Float64Array,
  { curvature, scale }: { curvature: number; scale: number },
): void {
  if (curvature <= Number.EPSILON * scale) return;
  for (let j = 0; j < direction.length; j++) direction[j] *= step;
  known.pairs.push({ s: direction, y, rho: 1 / curvature });
  if (known.pairs.length > memory) known.pairs.shift();
  known.theta = dot(y, y) / curvature;
}

/** −H·gradient by the two-loop recursion, Nocedal & Wright (2006), Algorithm 7.4. */
function descent({ pairs, theta }: Memory, gradient: Float64Array): Float64Array {
  const q = gradient.map((g) => -g);
  const alpha = new Float64Array(pairs.length);
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { s, y, rho } = pairs[i];
    alpha[i] = rho * dot(s, q);
    addScaled(-alpha[i], y, q);
  }
  for (let j = 0; j < q.length; j++) q[j] /= theta;
  for (let i = 0; i < pairs.length; i++) {
    const { s, y, rho } = pairs[i];
    addScaled(alpha[i] - rho * dot(y, q), s, q);
  }
  return q;
}
