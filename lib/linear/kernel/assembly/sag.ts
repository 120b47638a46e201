// Stochastic average gradient for dense rows, and what it shares with the one for sparse rows.
import { LOG, pointDerivative, softmax } from "./losses";
import { dot, multiplyTransposed } from "./products";

/** What one fit carries from call to call; the fields are float64, in this order, in memory. */
@unmanaged
export class State {
  /** The coefficients are `scale` times the stored w: L2 shrinks them without touching them. */
  scale: f64;
  /** Number of examples drawn at least once. */
  seen: f64;
  step: f64;
  l2: f64;
  l1: f64;
  /** 1 for SAGA, 0 for SAG. */
  saga: f64;
  fitIntercept: f64;
  /** Of sparse rows: what they moved by, and with L1 the steps made, since all coefficients were up to date. */
  drift: f64;
  position: f64;
}

/** Raw predictions z (outputs) of one example become the derivatives of its weighted loss. */
export function derivatives(z: usize, outputs: usize, label: f64, weight: f64): void {
  if (outputs === 1) {
    store<f64>(z, weight * pointDerivative(LOG, label, load<f64>(z)));
    return;
  }
  softmax(z, outputs);
  const own = z + ((<usize>label) << 3);
  store<f64>(own, load<f64>(own) - 1);
  for (let at = z, end = z + (outputs << 3); at < end; at += 8)
    store<f64>(at, weight * load<f64>(at));
}

/** Counts an example that is drawn for the first time; `drawn` has one byte each. */
export function countDrawn(state: State, drawn: usize, id: usize): void {
  if (load<u8>(drawn + id)) return;
  store<u8>(drawn + id, 1);
  state.seen += 1;
}

/** The step of one intercept: its derivatives' sum takes in the change, and it moves along their mean. */
export function moveIntercept(
  intercept: usize,
  sum: usize,
  change: f64,
  correction: f64,
  average: f64,
): void {
  const total = load<f64>(sum) + change;
  store<f64>(sum, total);
  store<f64>(intercept, load<f64>(intercept) - (average * total + correction));
}

/** values *= factor. */
export function rescale(values: usize, length: usize, factor: f64): void {
  for (let at = values, end = values + (length << 3); at < end; at += 8)
    store<f64>(at, load<f64>(at) * factor);
}

/** total += change · x, then w −= correction · x + step · total. */
function update(
  w: usize,
  total: usize,
  x: usize,
  features: usize,
  change: f64,
  correction: f64,
  step: f64,
): void {
  const d = f64x2.splat(change);
  const c = f64x2.splat(correction);
  const e = f64x2.splat(step);
  const end = (features >> 1) << 4;
  for (let j: usize = 0; j < end; j += 16) {
    const row = v128.load(x + j);
    const sum = f64x2.add(v128.load(total + j), f64x2.mul(d, row));
    v128.store(total + j, sum);
    const move = f64x2.add(f64x2.mul(c, row), f64x2.mul(e, sum));
    v128.store(w + j, f64x2.sub(v128.load(w + j), move));
  }
  if (features & 1) {
    const row = load<f64>(x + end);
    const sum = load<f64>(total + end) + change * row;
    store<f64>(total + end, sum);
    store<f64>(w + end, load<f64>(w + end) - (correction * row + step * sum));
  }
}

/** The proximal step of the L1 norm: w towards 0 by `threshold`, and no further. */
function shrink(w: usize, features: usize, threshold: f64): void {
  const t = f64x2.splat(threshold);
  const zero = f64x2.splat(0);
  const end = (features >> 1) << 4;
  for (let j: usize = 0; j < end; j += 16) {
    const value = v128.load(w + j);
    const above = f64x2.pmax(zero, f64x2.sub(value, t));
    const below = f64x2.pmax(zero, f64x2.sub(f64x2.neg(value), t));
    v128.store(w + j, f64x2.sub(above, below));
  }
  if (features & 1) {
    const value = load<f64>(w + end);
    store<f64>(w + end, max(0.0, value - threshold) - max(0.0, -value - threshold));
  }
}

/**
 * `count` steps on the examples `ids` (u32). Example i's features are row i of x, or row t for the
 * t-th step where `gathered`. w and total are (outputs × features), memory (examples × outputs) holds
 * each example's last derivative, `drawn` (examples) one byte each, z (outputs) is scratch.
 */
export function sag(
  count: usize,
  ids: usize,
  x: usize,
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
  state: State,
): void {
  const stride = features << 3;
  const width = outputs << 3;
  const step = state.step;
  for (let t: usize = 0; t < count; t++) {
    const id = <usize>load<u32>(ids + (t << 2));
    const row = x + (gathered ? t : id) * stride;
    countDrawn(state, drawn, id);
    const weight = load<f64>(s + (id << 3));
    const label = load<f64>(y + (id << 3));
    if (outputs === 1) store<f64>(z, state.scale * dot(row, w, features) + load<f64>(intercept));
    else {
      memory.copy(z, intercept, width);
      multiplyTransposed(row, stride, 1, w, stride, outputs, features, state.scale, z, width);
    }
    derivatives(z, outputs, label, weight);
    state.scale *= 1 - step * state.l2;
    const share = 1 / state.seen;
    const average = step * share;
    for (let k: usize = 0; k < outputs; k++) {
      const derivative = load<f64>(z + (k << 3));
      const kept = memory_ + id * width + (k << 3);
      const change = derivative - load<f64>(kept);
      store<f64>(kept, derivative);
      const correction = state.saga ? change * step * (1 - share) : 0;
      update(
        w + k * stride,
        total + k * stride,
        row,
        features,
        change,
        correction / state.scale,
        average / state.scale,
      );
      if (state.l1 > 0) shrink(w + k * stride, features, (step * state.l1) / state.scale);
      const shift = k << 3;
      if (state.fitIntercept)
        moveIntercept(intercept + shift, interceptTotal + shift, change, correction, average);
    }
    if (state.scale < 1e-9) {
      rescale(w, outputs * features, state.scale);
      state.scale = 1;
    }
  }
}
