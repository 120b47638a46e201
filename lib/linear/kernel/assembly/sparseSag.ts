// Stochastic average gradient for sparse rows. A step moves all coefficients, but only those that the example has
// values for are moved at once; the others catch up when they are next needed.
import { countDrawn, derivatives, moveIntercept, rescale, State } from "./sag";
import { addRow } from "./sparse";

/**
 * What steps did to a coefficient that they did not touch, summed since all were up to date; one entry a step,
 * the first before any. Fields are addresses.
 */
@unmanaged
class Lag {
  /** Σ of what the coefficient's mean derivative was multiplied by: f64. */
  drift: u32;
  /** Σ of the L1 norm's thresholds: f64. */
  threshold: u32;
  /** Examples seen: f64. */
  seen: u32;
  /** (features), the step up to which each column's coefficients are up to date: u32. */
  touched: u32;
}

function at(sums: usize, step: usize): f64 {
  return load<f64>(sums + (step << 3));
}

function soft(value: f64, threshold: f64): f64 {
  return max(0.0, value - threshold) - max(0.0, -value - threshold);
}

/**
 * The coefficient after steps `from` + 1 to `to`, each of which took away sum · drift and then moved it towards 0
 * by a threshold. While one of both is the larger in all of them, their order does not matter.
 */
function catchUpShrinking(value: f64, sum: f64, from: usize, to: usize, lag: Lag, l1: f64): f64 {
  const drift = <usize>lag.drift;
  const threshold = <usize>lag.threshold;
  const pull = abs(sum);
  const first = pull >= l1 * at(lag.seen, from + 1);
  if (first !== pull >= l1 * at(lag.seen, to)) {
    let stepped = value;
    for (let t = from + 1; t <= to; t++)
      stepped = soft(
        stepped - sum * (at(drift, t) - at(drift, t - 1)),
        at(threshold, t) - at(threshold, t - 1),
      );
    return stepped;
  }
  const drift0 = at(drift, from);
  const threshold0 = at(threshold, from);
  if (!first) return soft(value - sum * (at(drift, to) - drift0), at(threshold, to) - threshold0);
  // It moves one way, and if it begins on the other side of 0, it passes there at some step.
  const way: f64 = sum > 0 ? -1 : 1;
  let along = way * value;
  let start = from;
  if (along < 0) {
    let low = from;
    let high = to + 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      const left =
        along + pull * (at(drift, middle) - drift0) + (at(threshold, middle) - threshold0);
      if (left < 0) low = middle;
      else high = middle;
    }
    const before = along + pull * (at(drift, low) - drift0) + (at(threshold, low) - threshold0);
    if (high > to) return way * before;
    const own = at(threshold, high) - at(threshold, low);
    along = max(0.0, before + pull * (at(drift, high) - at(drift, low)) - own);
    start = high;
  }
  const moved = pull * (at(drift, to) - at(drift, start));
  return way * (along + moved - (at(threshold, to) - at(threshold, start)));
}

/** Brings a column's coefficients w (outputs) up to date. */
function catchUp(
  w: usize,
  total: usize,
  outputs: usize,
  column: usize,
  lag: Lag,
  state: State,
): void {
  const now = <usize>state.position;
  const touched = <usize>lag.touched + (column << 2);
  const from = <usize>load<u32>(touched);
  if (from === now) return;
  store<u32>(touched, <u32>now);
  if (state.l1 > 0)
    for (let k: usize = 0, end = outputs << 3; k < end; k += 8)
      store<f64>(
        w + k,
        catchUpShrinking(load<f64>(w + k), load<f64>(total + k), from, now, lag, state.l1),
      );
  else addRow(at(lag.drift, from) - at(lag.drift, now), total, outputs, w);
}

/** Brings all coefficients up to date, and takes the scale into them. */
export function settleSag(
  features: usize,
  outputs: usize,
  w: usize,
  total: usize,
  lag: Lag,
  state: State,
): void {
  const width = outputs << 3;
  for (let column: usize = 0; column < features; column++) {
    catchUp(w + column * width, total + column * width, outputs, column, lag, state);
    store<u32>(<usize>lag.touched + (column << 2), 0);
  }
  state.position = 0;
  rescale(w, outputs * features, state.scale);
  state.scale = 1;
}

/** total += change · value, then w −= value · correction · change + step · total, and the threshold. */
function moveRow(
  w: usize,
  total: usize,
  outputs: usize,
  change: usize,
  value: f64,
  correction: f64,
  step: f64,
  threshold: f64,
): void {
  for (let k: usize = 0, end = outputs << 3; k < end; k += 8) {
    const d = value * load<f64>(change + k);
    const sum = load<f64>(total + k) + d;
    store<f64>(total + k, sum);
    const moved = load<f64>(w + k) - (correction * d + step * sum);
    store<f64>(w + k, threshold > 0 ? soft(moved, threshold) : moved);
  }
}

/**
 * `count` steps on the examples `ids` (u32). Example i's features are row i at `begins`, or row t for the t-th
 * step where `gathered`. w and total are (features × outputs), the rest is as in `sag`.
 */
export function sparseSag(
  count: usize,
  ids: usize,
  values: usize,
  columns: usize,
  begins: usize,
  gathered: bool,
  y: usize,
  s: usize,
  features: usize,
  outputs: usize,
  w: usize,
  intercept: usize,
  total: usize,
  interceptTotal: usize,
  memory_: usize,
  drawn: usize,
  z: usize,
  lag: Lag,
  state: State,
): void {
  const width = outputs << 3;
  const step = state.step;
  for (let t: usize = 0; t < count; t++) {
    const id = <usize>load<u32>(ids + (t << 2));
    const row = begins + ((gathered ? t : id) << 2);
    const from = <usize>load<u32>(row);
    const to = <usize>load<u32>(row, 4);
    countDrawn(state, drawn, id);
    memory.fill(z, 0, width);
    for (let p = from; p < to; p++) {
      const column = <usize>load<u32>(columns + (p << 2));
      const own = w + column * width;
      catchUp(own, total + column * width, outputs, column, lag, state);
      addRow(load<f64>(values + (p << 3)), own, outputs, z);
    }
    for (let k: usize = 0; k < width; k += 8)
      store<f64>(z + k, state.scale * load<f64>(z + k) + load<f64>(intercept + k));
    derivatives(z, outputs, load<f64>(y + (id << 3)), load<f64>(s + (id << 3)));
    state.scale *= 1 - step * state.l2;
    const share = 1 / state.seen;
    const average = step * share;
    const factor = state.saga ? step * (1 - share) : 0;
    for (let k: usize = 0; k < width; k += 8) {
      const derivative = load<f64>(z + k);
      const kept = memory_ + id * width + k;
      const change = derivative - load<f64>(kept);
      store<f64>(kept, derivative);
      store<f64>(z + k, change);
      if (state.fitIntercept)
        moveIntercept(intercept + k, interceptTotal + k, change, change * factor, average);
    }
    const drift = average / state.scale;
    const threshold = (step * state.l1) / state.scale;
    const now = <usize>state.position;
    state.position += 1;
    store<f64>(<usize>lag.drift + ((now + 1) << 3), at(lag.drift, now) + drift);
    if (state.l1 > 0) {
      store<f64>(<usize>lag.threshold + ((now + 1) << 3), at(lag.threshold, now) + threshold);
      store<f64>(<usize>lag.seen + ((now + 1) << 3), state.seen);
    }
    for (let p = from; p < to; p++) {
      const column = <usize>load<u32>(columns + (p << 2));
      moveRow(
        w + column * width,
        total + column * width,
        outputs,
        z,
        load<f64>(values + (p << 3)),
        factor / state.scale,
        drift,
        threshold,
      );
      store<u32>(<usize>lag.touched + (column << 2), <u32>(now + 1));
    }
    if (state.scale < 1e-9) settleSag(features, outputs, w, total, lag, state);
  }
}
