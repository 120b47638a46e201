import type { Rng } from "../random.js";
import { isSparse } from "./inputs/sparseMatrix.js";
import { DenseSag } from "./kernel/denseSag.js";
import { SparseSag } from "./kernel/sparseSag.js";
import type { LogisticProblem } from "./problem.js";
import type { Observer, Solution, StopReason } from "./result.js";
import { largestRow } from "./rows/largestRow.js";

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

/** Times the mean weight that an example may weigh before it shortens the step. */
const FREE_WEIGHT = 16;

/**
 * The step: 1/L for SAG, 1/(2L + min(2nμ, L)) for SAGA (Defazio, Bach & Lacoste-Julien 2014), with
 * L = ¼·s̄·max‖x‖² + l2. Unlike scikit-learn's it scales with the mean weight s̄, and an example that
 * weighs far more than the others counts as longer: without that such fits diverge.
 * @param mean the mean weight
 */
function stepSize(problem: LogisticProblem, mean: number, l2: number, saga: boolean): number {
  const longest = largestRow(problem, FREE_WEIGHT * mean);
  // Rows of nothing but 0 move nothing: any step will do that does not shrink the coefficients to 0 at once.
  if (longest === 0) return l2 > 0 ? 0.5 / l2 : 1;
  const bound = 0.25 * mean * longest + l2;
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
  // The steps see Σ sᵢℓᵢ / n, so the penalties, which weigh against Σ sᵢℓᵢ / Σ sᵢ, are rescaled.
  const share = problem.weights.reduce((total, s) => total + s, 0) / n;
  const l2 = problem.l2 * share;
  const l1 = (problem.l1 ?? 0) * share;
  const step = stepSize(problem, share, l2, saga);
  const steps = isSparse(x)
    ? new SparseSag(x, outputs, problem.y, problem.weights, l1 > 0)
    : new DenseSag(x, outputs, problem.y, problem.weights);
  steps.begin(start, { step, l2, l1, saga: +saga, fitIntercept: +fitIntercept });
  const parameters = start.slice();
  const before = start.slice();
  observe?.(0, parameters, undefined);

  // Squares of the features that overflow leave no step: nothing would move, which is no convergence.
  let stopped: StopReason = step > 0 ? "iterations" : "diverged";
  let iterations = 0;
  while (iterations < maxIter && stopped === "iterations") {
    // The first pass meets every example, so that none is missing from the mean gradient.
    const drawn = iterations === 0 ? rng.permutation(n) : draws(rng, n);
    before.set(parameters);
    steps.pass(drawn, parameters);
    iterations++;
    stopped = assess(parameters, before, size, tol);
    observe?.(iterations, parameters, undefined);
  }
  return { parameters, iterations, stopped };
}

/** n draws with replacement, uniform by multiply-shift: its bias is below n·2⁻³². */
function draws(rng: Rng, n: number): Int32Array {
  const ids = new Int32Array(n);
  for (let i = 0; i < n; i++) ids[i] = Math.floor(rng.uint32() * 2 ** -32 * n);
  return ids;
}

/**
 * Whether a pass moved the parameters. scikit-learn leaves the intercepts out, and so stops an L1 fit whose
 * coefficients are all zero after one pass, with intercepts that are far from done.
 */
function assess(
  parameters: Float64Array,
  before: Float64Array,
  size: number,
  tol: number,
): StopReason {
  const coef = extremes(parameters, before, 0, size);
  const intercept = extremes(parameters, before, size, parameters.length);
  if (!Number.isFinite(coef.largest + intercept.largest)) return "diverged";
  const settled =
    coef.change <= tol * coef.largest &&
    intercept.change <= tol * Math.max(coef.largest, intercept.largest);
  return settled ? "coefficients" : "iterations";
}

/** The largest parameter, NaN if one is no finite number, and the largest change, of those from `from` to `to`. */
function extremes(
  parameters: Float64Array,
  before: Float64Array,
  from: number,
  to: number,
): { largest: number; change: number } {
  let largest = 0;
  let change = 0;
  // 0 · v is 0 for a finite v and NaN for any other.
  let finite = 0;
  for (let j = from; j < to; j++) {
    const size = Math.abs(parameters[j]);
    const moved = Math.abs(parameters[j] - before[j]);
    if (size > largest) largest = size;
    if (moved > change) change = moved;
    finite += 0 * size;
  }
  return { largest: finite === 0 ? largest : Number.NaN, change };
}
