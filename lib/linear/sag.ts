import type { Rng } from "../random.js";
import { RowWindow, windowLength } from "./kernel/window.js";
import { allocate } from "./kernel/workspace.js";
import type { LogisticProblem } from "./objective.js";
import type { Observer, Solution, StopReason } from "./result.js";

export interface SagOptions {
  /** SAGA's unbiased step instead of SAG's; the only one of the two that takes an L1 penalty. */
  readonly saga: boolean;
  /** Stops when over a pass no coefficient changes by more than this share of the largest. */
  readonly tol: number;
  /** Passes over the data. */
  readonly maxIter: number;
  readonly rng: Rng;
  readonly observe?: Observer;
}

/** The kernel's `State`, field by field. */
const STATE = ["scale", "seen", "step", "l2", "l1", "saga", "fitIntercept"] as const;

/** The largest weighted squared length of an example, s·‖x‖², the intercept counting as a feature of 1. */
export function largestRow({ x, weights, fitIntercept }: LogisticProblem): number {
  const { n, features, values } = x;
  let top = 0;
  for (let i = 0; i < n; i++) {
    let squares = fitIntercept ? 1 : 0;
    for (let j = i * features; j < (i + 1) * features; j++) squares += values[j] * values[j];
    top = Math.max(top, weights[i] * squares);
  }
  return top;
}

/**
 * The step: 1/L for SAG, 1/(2L + min(2nμ, L)) for SAGA (Defazio, Bach & Lacoste-Julien 2014), with
 * L = ¼·max s‖x‖² + l2. The weight belongs to the bound: without it a heavy example makes the iteration
 * diverge.
 */
function stepSize(problem: LogisticProblem, l2: number, saga: boolean): number {
  const bound = 0.25 * largestRow(problem) + l2;
  return 1 / (saga ? 2 * bound + Math.min(2 * problem.x.n * l2, bound) : bound);
}

/**
 * Minimises a logistic objective by stochastic average gradients: SAG (Schmidt, Le Roux & Bach 2017) or
 * SAGA (Defazio, Bach & Lacoste-Julien 2014). Examples are drawn with replacement; every draw replaces
 * that example's share of the mean gradient and steps along the mean.
 */
export function sag(
  problem: LogisticProblem,
  start: Float64Array,
  { saga, tol, maxIter, rng, observe }: SagOptions,
): Solution {
  const { x, outputs, fitIntercept } = problem;
  const { n, features } = x;
  const size = outputs * features;
  const { kernels, at, view } = allocate({
    window: windowLength(x),
    y: n,
    s: n,
    ids: n / 2,
    w: size,
    intercept: outputs,
    total: size,
    interceptTotal: outputs,
    memory: n * outputs,
    drawn: n / 8,
    z: outputs,
    state: STATE.length,
  });
  const window = new RowWindow(x, { kernels, at, view });
  const ids = new Int32Array(kernels.memory.buffer, at.ids, n);
  view.y.set(problem.y);
  view.s.set(problem.weights);
  view.w.set(start.subarray(0, size));
  if (fitIntercept) view.intercept.set(start.subarray(size));
  // The steps see Σ sᵢℓᵢ / n, so the penalties, which weigh against Σ sᵢℓᵢ / Σ sᵢ, are rescaled.
  const share = problem.weights.reduce((total, s) => total + s, 0) / n;
  const l2 = problem.l2 * share;
  const l1 = (problem.l1 ?? 0) * share;
  const step = stepSize(problem, l2, saga);
  const values = { scale: 1, seen: 0, step, l2, l1, saga: +saga, fitIntercept: +fitIntercept };
  STATE.forEach((field, i) => {
    view.state[i] = values[field];
  });
  const parameters = start.slice();
  const before = new Float64Array(size);
  observe?.(0, parameters, undefined);

  let stopped: StopReason = "iterations";
  let iterations = 0;
  while (iterations < maxIter && stopped === "iterations") {
    const drawn = new Int32Array(n);
    for (let i = 0; i < n; i++) drawn[i] = draw(rng, n);
    before.set(parameters.subarray(0, size));
    window.visit(drawn, (part, rows, gathered) => {
      ids.set(part);
      kernels.sag(
        part.length,
        at.ids,
        rows,
        +gathered,
        at.y,
        at.s,
        features,
        outputs,
        at.w,
        at.intercept,
        at.total,
        at.interceptTotal,
        at.memory,
        at.drawn,
        at.z,
        at.state,
      );
    });
    kernels.rescale(at.w, size, view.state[0]);
    view.state[0] = 1;
    parameters.set(view.w);
    if (fitIntercept) parameters.set(view.intercept, size);
    iterations++;
    stopped = assess(parameters, before, tol);
    observe?.(iterations, parameters, undefined);
  }
  return { parameters, iterations, stopped };
}

/** Uniform on 0 … n − 1 by multiply-shift: its bias is below n·2⁻³². */
function draw(rng: Rng, n: number): number {
  return Math.floor(rng.uint32() * 2 ** -32 * n);
}

/** Whether a pass moved the coefficients; intercepts are left out, as in scikit-learn. */
function assess(parameters: Float64Array, before: Float64Array, tol: number): StopReason {
  let largest = 0;
  let change = 0;
  for (let j = 0; j < before.length; j++) {
    largest = Math.max(largest, Math.abs(parameters[j]));
    change = Math.max(change, Math.abs(parameters[j] - before[j]));
  }
  for (let j = 0; j < parameters.length; j++)
    if (!Number.isFinite(parameters[j])) return "diverged";
  return change <= tol * largest ? "coefficients" : "iterations";
}
