// What steps of SAGA with an L1 penalty do to coefficients that they do not touch. A column's record is its
// coefficients w (outputs), then the sums of their derivatives (outputs).
import { State } from "./sag";

/**
 * What steps did, summed since all coefficients were up to date; one entry a step, the first before any. Fields
 * are addresses.
 */
@unmanaged
export class Lag {
  /** Σ of what the sum of a coefficient's derivatives was multiplied by: f64. */
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

/** The proximal step of the L1 norm. */
function soft(value: f64, threshold: f64): f64 {
  return max(0.0, value - threshold) - max(0.0, -value - threshold);
}

/**
 * The coefficient after steps `from` + 1 to `to`, each of which took away sum · drift and then moved it towards 0
 * by a threshold. While one of both is the larger in all of them, their order hardly matters.
 */
function follow(value: f64, sum: f64, from: usize, to: usize, lag: Lag, l1: f64): f64 {
  const drift = <usize>lag.drift;
  const threshold = <usize>lag.threshold;
  const pull = abs(sum);
  const drifts = pull >= l1 * at(lag.seen, from + 1);
  if (drifts !== pull >= l1 * at(lag.seen, to)) {
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
  if (!drifts) return soft(value - sum * (at(drift, to) - drift0), at(threshold, to) - threshold0);
  // It moves one way, and if it begins on the other side of 0, it passes there at some step.
  const way: f64 = sum > 0 ? -1 : 1;
  let along = way * value;
  let start = from;
  if (along < 0) {
    let low = from;
    let high = to + 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      const moved = pull * (at(drift, middle) - drift0) + (at(threshold, middle) - threshold0);
      if (along + moved < 0) low = middle;
      else high = middle;
    }
    const moved = pull * (at(drift, low) - drift0) + (at(threshold, low) - threshold0);
    if (high > to) return way * (along + moved);
    const own =
      pull * (at(drift, high) - at(drift, low)) - (at(threshold, high) - at(threshold, low));
    along = max(0.0, along + moved + own);
    start = high;
  }
  const moved = pull * (at(drift, to) - at(drift, start));
  return way * (along + moved - (at(threshold, to) - at(threshold, start)));
}

/** Brings a column up to date. */
export function catchUp(
  record: usize,
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
  const width = outputs << 3;
  for (let w = record; w < record + width; w += 8)
    store<f64>(w, follow(load<f64>(w), load<f64>(w + width), from, now, lag, state.l1));
}

/** Says that all columns are up to date. */
export function beginAnew(features: usize, lag: Lag, state: State): void {
  memory.fill(lag.touched, 0, features << 2);
  state.position = 0;
}

/** Adds a step to what those that it does not touch have to follow. */
export function noteStep(drift: f64, threshold: f64, lag: Lag, state: State): void {
  const now = <usize>state.position;
  const next = (now + 1) << 3;
  store<f64>(<usize>lag.drift + next, at(lag.drift, now) + drift);
  store<f64>(<usize>lag.threshold + next, at(lag.threshold, now) + threshold);
  store<f64>(<usize>lag.seen + next, state.seen);
  state.position += 1;
}

/** The step of a column that has a value: sum += change · value, w −= correction · change · value + drift · sum. */
export function moveColumn(
  record: usize,
  outputs: usize,
  column: usize,
  changes: usize,
  value: f64,
  correction: f64,
  drift: f64,
  threshold: f64,
  lag: Lag,
  state: State,
): void {
  const width = outputs << 3;
  for (let k: usize = 0; k < width; k += 8) {
    const w = record + k;
    const change = value * load<f64>(changes + k);
    const sum = load<f64>(w + width) + change;
    store<f64>(w + width, sum);
    store<f64>(w, soft(load<f64>(w) - (correction * change + drift * sum), threshold));
  }
  store<u32>(<usize>lag.touched + (column << 2), <u32>state.position);
}
