// Stochastic gradient descent for sparse rows. L2 is in the scale and touches no coefficient; what L1 and the
// average do to coefficients that a step does not touch is made up for when they are next needed.
import { dot } from "./products";
import { rescale } from "./sag";
import { decay, Problem, pay, stepLength } from "./sgdProblem";
import { addSparse, sparseDot } from "./sparse";

/** What steps did, summed since all coefficients were up to date; one entry a step, the first before any. */
@unmanaged
class Entry {
  /** The L1 penalty owed in all. */
  owed: f64;
  /** Σ of what a stored coefficient paid of it: the penalty over the scale. */
  fallen: f64;
  scale: f64;
  /** Σ scale, and Σ scale · fallen, over the steps that enter the average. */
  weight: f64;
  weightedFall: f64;
}

/** Coefficients and what is known of each of them. Fields are addresses. */
@unmanaged
class Coefficients {
  /** (features): stored coefficients, sums over the steps that enter the average, what each has paid of L1. */
  w: u32;
  total: u32;
  paid: u32;
  /** (features), u32: the step up to which each is up to date. */
  touched: u32;
  /** (steps + 1) entries. */
  history: u32;
}

function entryAt(c: Coefficients, step: usize): Entry {
  return changetype<Entry>(<usize>c.history + step * offsetof<Entry>());
}

/** Whether steps do anything to coefficients that they do not touch, beside the scale. */
function isLazy(p: Problem): bool {
  return p.l1 > 0 || p.averageFrom > 0;
}

/** Notes what a payment changed in the norms of the stored w. */
function noteDue(p: Problem, before: f64, after: f64): void {
  p.dueSquares += after * after - before * before;
  p.dueAbsolutes += abs(after) - abs(before);
}

/** Brings a coefficient up to date: it pays step by step, down to 0, and each step enters the average. */
function catchUp(c: Coefficients, column: usize, p: Problem): void {
  const now = <usize>p.position;
  const touched = <usize>c.touched + (column << 2);
  const from = <usize>load<u32>(touched);
  if (from === now) return;
  store<u32>(touched, <u32>now);
  const w = <usize>c.w + (column << 3);
  const value = load<f64>(w);
  if (value === 0) return;
  const total = <usize>c.total + (column << 3);
  const first = entryAt(c, from);
  let last = entryAt(c, now);
  if (!(p.l1 > 0)) {
    store<f64>(total, load<f64>(total) + value * (last.weight - first.weight));
    return;
  }
  const sign: f64 = value > 0 ? 1 : -1;
  const size = abs(value);
  let left = size - (last.fallen - first.fallen);
  let payment = last.owed;
  if (!(left > 0)) {
    let low = from;
    let high = now;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (size - (entryAt(c, middle).fallen - first.fallen) > 0) low = middle;
      else high = middle;
    }
    // The step after `last` takes the rest.
    last = entryAt(c, low);
    payment = last.owed + entryAt(c, high).scale * (size - (last.fallen - first.fallen));
    left = 0;
  }
  store<f64>(w, sign * left);
  store<f64>(<usize>c.paid + (column << 3), -sign * payment);
  noteDue(p, value, left);
  const weight = last.weight - first.weight;
  const fall = last.weightedFall - first.weightedFall - first.fallen * weight;
  store<f64>(total, load<f64>(total) + sign * (size * weight - fall));
}

/** Brings all coefficients up to date, and begins the history anew. */
export function settleSgd(features: usize, c: Coefficients, p: Problem): void {
  if (!isLazy(p)) return;
  for (let column: usize = 0; column < features; column++) {
    catchUp(c, column, p);
    store<u32>(<usize>c.touched + (column << 2), 0);
  }
  p.position = 0;
  const entry = entryAt(c, 0);
  entry.owed = p.owed;
  entry.fallen = 0;
  entry.weight = 0;
  entry.weightedFall = 0;
}

/** w += move · x along a row, in the stored coefficients, and the norms; `product` is x · w before. */
function stepAlong(
  values: usize,
  columns: usize,
  from: usize,
  to: usize,
  w: usize,
  move: f64,
  product: f64,
  p: Problem,
): void {
  let squares = p.dueSquares;
  let absolutes = p.dueAbsolutes;
  if (p.l1 > 0)
    for (let i = from; i < to; i++) {
      const own = w + ((<usize>load<u32>(columns + (i << 2))) << 3);
      const before = load<f64>(own);
      const after = before + move * load<f64>(values + (i << 3));
      store<f64>(own, after);
      squares += after * after - before * before;
      absolutes += abs(after) - abs(before);
    }
  else {
    addSparse(move, values, columns, from, to, w);
    squares +=
      move * (2 * product + move * dot(values + (from << 3), values + (from << 3), to - from));
  }
  p.squaredNorm += squares * (p.scale * p.scale);
  p.absoluteNorm += absolutes * p.scale;
  p.dueSquares = 0;
  p.dueAbsolutes = 0;
}

/** Adds the step just made to the history; the row's coefficients take it at once. */
function remember(columns: usize, from: usize, to: usize, c: Coefficients, p: Problem): void {
  const averaging = p.averageFrom > 0 && p.averageFrom <= p.t;
  const due: f64 = p.l1 > 0 ? p.l1Ratio * p.eta * p.alpha : 0;
  p.owed += due;
  const before = entryAt(c, <usize>p.position);
  p.position += 1;
  const now = <usize>p.position;
  const entry = entryAt(c, now);
  entry.owed = p.owed;
  entry.fallen = before.fallen + due / p.scale;
  entry.scale = p.scale;
  entry.weight = before.weight + (averaging ? p.scale : 0);
  entry.weightedFall = before.weightedFall + (averaging ? p.scale * entry.fallen : 0);
  for (let i = from; i < to; i++) {
    const column = <usize>load<u32>(columns + (i << 2));
    const w = <usize>c.w + (column << 3);
    if (p.l1 > 0) {
      const value = load<f64>(w);
      pay(p, w, <usize>c.paid + (column << 3));
      noteDue(p, value, load<f64>(w));
    }
    if (averaging) {
      const total = <usize>c.total + (column << 3);
      store<f64>(total, load<f64>(total) + p.scale * load<f64>(w));
    }
    store<u32>(<usize>c.touched + (column << 2), <u32>now);
  }
}

/**
 * `count` steps on the examples `ids` (u32). Example i's features are row i at `begins`, or row t for the t-th
 * step where `gathered`. y (examples) are class ids.
 */
export function sparseSgd(
  count: usize,
  ids: usize,
  values: usize,
  columns: usize,
  begins: usize,
  gathered: bool,
  y: usize,
  s: usize,
  features: usize,
  c: Coefficients,
  p: Problem,
): void {
  const lazy = isLazy(p);
  const w = <usize>c.w;
  for (let t: usize = 0; t < count; t++) {
    const id = <usize>load<u32>(ids + (t << 2));
    const row = begins + ((gathered ? t : id) << 2);
    const from = <usize>load<u32>(row);
    const to = <usize>load<u32>(row, 4);
    if (lazy) for (let i = from; i < to; i++) catchUp(c, <usize>load<u32>(columns + (i << 2)), p);
    const isPositive = load<f64>(y + (id << 3)) === p.positive;
    let product = sparseDot(values, columns, from, to, w);
    const raw = p.scale * product + p.intercept;
    const move = stepLength(p, isPositive, load<f64>(s + (id << 3)), raw);
    if (decay(p)) {
      settleSgd(features, c, p);
      rescale(w, features, p.scale);
      p.dueSquares *= p.scale * p.scale;
      p.dueAbsolutes *= p.scale;
      product *= p.scale;
      p.scale = 1;
    }
    if (move !== 0) {
      stepAlong(values, columns, from, to, w, move / p.scale, product, p);
      if (p.fitIntercept) p.intercept += move;
    }
    if (lazy) remember(columns, from, to, c, p);
    if (p.averageFrom > 0 && p.averageFrom <= p.t) {
      const number = p.t - p.averageFrom + 1;
      p.averageIntercept += (p.intercept - p.averageIntercept) / number;
    }
    p.t += 1;
  }
}
