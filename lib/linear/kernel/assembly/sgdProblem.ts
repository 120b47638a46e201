// Settings of stochastic gradient descent on one binary problem, and what its steps on dense and on sparse rows share.
import { LOG, pointDerivative, pointLoss } from "./losses";

declare function pow(x: f64, y: f64): f64;

const OPTIMAL: i32 = 0;
const INVSCALING: i32 = 2;
const MAX_DERIVATIVE: f64 = 1e12;

/** Settings and state of one binary problem; the fields are float64, in this order, in memory. */
@unmanaged
export class Problem {
  loss: f64;
  /** 0 optimal, 1 constant, 2 invscaling, 3 adaptive. */
  schedule: f64;
  alpha: f64;
  /** 0 is pure L2, 1 pure L1. */
  l1Ratio: f64;
  /** 1 where the penalty shrinks by L2, by L1. */
  l2: f64;
  l1: f64;
  eta0: f64;
  powerT: f64;
  /** t0 of the optimal schedule. */
  offset: f64;
  fitIntercept: f64;
  /** First step that enters the average, or 0 for no average. */
  averageFrom: f64;
  positiveWeight: f64;
  negativeWeight: f64;
  /** The class id that is positive. */
  positive: f64;
  /** Present step size. */
  eta: f64;
  /** Number of the next step, from 1. */
  t: f64;
  /** The coefficients are `scale` times the stored w. */
  scale: f64;
  intercept: f64;
  averageIntercept: f64;
  /** L1 penalty that every coefficient could have paid so far. */
  owed: f64;
  /** Norms of the coefficients as of the last step, before L1 truncation. */
  squaredNorm: f64;
  absoluteNorm: f64;
  /** Sum over the steps of loss and penalty. */
  objective: f64;
  /** Of sparse rows: steps since all coefficients were last up to date. */
  position: f64;
  /** Of sparse rows: what payments since the norms' last reckoning will add to those of the stored w. */
  dueSquares: f64;
  dueAbsolutes: f64;
}

/** Adds an example's loss and the penalty to the objective; gives the step's length along the example. */
export function stepLength(p: Problem, isPositive: bool, s: f64, raw: f64): f64 {
  const loss = <i32>p.loss;
  const schedule = <i32>p.schedule;
  const label: f64 = isPositive ? 1 : loss === LOG ? 0 : -1;
  if (schedule === OPTIMAL) p.eta = 1 / (p.alpha * (p.offset + p.t - 1));
  else if (schedule === INVSCALING) p.eta = p.eta0 / pow(p.t, p.powerT);
  p.objective += pointLoss(loss, label, raw);
  if (p.l1 + p.l2 > 0)
    p.objective += p.alpha * ((1 - p.l1Ratio) * 0.5 * p.squaredNorm + p.l1Ratio * p.absoluteNorm);
  const derivative = min(max(pointDerivative(loss, label, raw), -MAX_DERIVATIVE), MAX_DERIVATIVE);
  return -p.eta * derivative * ((isPositive ? p.positiveWeight : p.negativeWeight) * s);
}

/** The shrinking by L2, all in the scale; true where that has become so small that w must take it in. */
export function decay(p: Problem): bool {
  if (!(p.l2 > 0)) return false;
  const factor = max(0.0, 1 - (1 - p.l1Ratio) * p.eta * p.alpha);
  p.scale *= factor;
  p.squaredNorm *= factor * factor;
  p.absoluteNorm *= factor;
  return p.scale < 1e-9;
}

/** What a coefficient pays of the L1 penalty owed, as far as it can: see `truncate`. */
export function pay(p: Problem, w: usize, paid: usize): void {
  const before = load<f64>(w);
  const q = load<f64>(paid);
  let after = before;
  if (before > 0) after = max(0.0, before - (p.owed + q) / p.scale);
  else if (before < 0) after = min(0.0, before + (p.owed - q) / p.scale);
  store<f64>(w, after);
  store<f64>(paid, q + p.scale * (after - before));
}
