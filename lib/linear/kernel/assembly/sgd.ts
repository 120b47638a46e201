// Stochastic gradient descent, one step per example, on one binary problem.

import { addScaled } from "./gradient";
import { dot, fma, sum } from "./products";
import { rescale } from "./sag";
import { decay, Problem, pay, stepLength } from "./sgdProblem";

/** w += c · x, and the norms of the result. */
function step(p: Problem, w: usize, x: usize, features: usize, c: f64): void {
  const factor = f64x2.splat(c);
  const end = features << 3;
  const end4 = (features >> 2) << 5;
  let squares0 = f64x2.splat(0);
  let squares1 = f64x2.splat(0);
  let absolutes0 = f64x2.splat(0);
  let absolutes1 = f64x2.splat(0);
  let j: usize = 0;
  for (; j < end4; j += 32) {
    const low = fma(v128.load(w + j), factor, v128.load(x + j));
    const high = fma(v128.load(w + j, 16), factor, v128.load(x + j, 16));
    v128.store(w + j, low);
    v128.store(w + j, high, 16);
    squares0 = fma(squares0, low, low);
    squares1 = fma(squares1, high, high);
    absolutes0 = f64x2.add(absolutes0, f64x2.abs(low));
    absolutes1 = f64x2.add(absolutes1, f64x2.abs(high));
  }
  let squares = sum(f64x2.add(squares0, squares1));
  let absolutes = sum(f64x2.add(absolutes0, absolutes1));
  for (; j < end; j += 8) {
    const value = load<f64>(w + j) + c * load<f64>(x + j);
    store<f64>(w + j, value);
    squares += value * value;
    absolutes += abs(value);
  }
  p.squaredNorm = squares * (p.scale * p.scale);
  p.absoluteNorm = absolutes * p.scale;
}

/** Where w is above 0 it falls to no less than 0, where it is below it rises to no more. */
function towardsZero(w: v128, fall: v128, rise: v128): v128 {
  const zero = f64x2.splat(0);
  const fallen = f64x2.pmax(zero, f64x2.sub(w, fall));
  const risen = f64x2.pmin(zero, f64x2.add(w, rise));
  return v128.bitselect(fallen, v128.bitselect(risen, w, f64x2.lt(w, zero)), f64x2.gt(w, zero));
}

/**
 * Cumulative penalty, Tsuruoka, Tsujii & Ananiadou (2009), figure 2: every coefficient pays what it owes,
 * as far as it can. paid (features) is what each has paid.
 */
function truncate(p: Problem, w: usize, paid: usize, features: usize): void {
  const owed = f64x2.splat(p.owed);
  const scale = f64x2.splat(p.scale);
  const inverse = f64x2.splat(1 / p.scale);
  const end = (features >> 1) << 4;
  for (let j: usize = 0; j < end; j += 16) {
    const before = v128.load(w + j);
    const q = v128.load(paid + j);
    const fall = f64x2.mul(f64x2.add(owed, q), inverse);
    const after = towardsZero(before, fall, f64x2.mul(f64x2.sub(owed, q), inverse));
    v128.store(w + j, after);
    v128.store(paid + j, fma(q, scale, f64x2.sub(after, before)));
  }
  if (features & 1) pay(p, w + end, paid + end);
}

/** average += (scale · w − average) / number. */
function takeIntoAverage(p: Problem, w: usize, average: usize, features: usize, number: f64): void {
  const share = f64x2.splat(1 / number);
  const scale = f64x2.splat(p.scale);
  const end = (features >> 1) << 4;
  for (let j: usize = 0; j < end; j += 16) {
    const before = v128.load(average + j);
    const gap = f64x2.sub(f64x2.mul(scale, v128.load(w + j)), before);
    v128.store(average + j, f64x2.add(before, f64x2.mul(share, gap)));
  }
  if (features & 1) {
    const before = load<f64>(average + end);
    store<f64>(average + end, before + (p.scale * load<f64>(w + end) - before) / number);
  }
  p.averageIntercept += (p.intercept - p.averageIntercept) / number;
}

/**
 * `count` steps on the examples `ids` (u32). Example i's features are row i of x, or row t for the
 * t-th step where `gathered`. y (examples) are class ids; w, average and paid are (features).
 */
export function sgd(
  count: usize,
  ids: usize,
  x: usize,
  gathered: bool,
  y: usize,
  s: usize,
  features: usize,
  w: usize,
  average: usize,
  paid: usize,
  p: Problem,
): void {
  const stride = features << 3;
  const penalised = p.l1 + p.l2 > 0;
  for (let t: usize = 0; t < count; t++) {
    const id = <usize>load<u32>(ids + (t << 2));
    const row = x + (gathered ? t : id) * stride;
    const isPositive = load<f64>(y + (id << 3)) === p.positive;
    const raw = p.scale * dot(row, w, features) + p.intercept;
    const move = stepLength(p, isPositive, load<f64>(s + (id << 3)), raw);
    if (decay(p)) {
      rescale(w, features, p.scale);
      p.scale = 1;
    }
    if (move !== 0) {
      if (penalised) step(p, w, row, features, move / p.scale);
      else addScaled(move / p.scale, row, features, w);
      if (p.fitIntercept) p.intercept += move;
    }
    if (p.l1 > 0) {
      p.owed += p.l1Ratio * p.eta * p.alpha;
      truncate(p, w, paid, features);
    }
    if (p.averageFrom > 0 && p.averageFrom <= p.t)
      takeIntoAverage(p, w, average, features, p.t - p.averageFrom + 1);
    p.t += 1;
  }
}
