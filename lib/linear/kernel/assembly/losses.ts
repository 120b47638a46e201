// Pointwise losses: one example's loss and its derivative with respect to the raw prediction.
// exp, log and log1p are the engine's own, imported, so that they agree with JavaScript to the last bit.

declare function exp(x: f64): f64;
declare function log(x: f64): f64;
declare function log1p(x: f64): f64;

export const LOG: i32 = 0;
export const HINGE: i32 = 1;
export const MODIFIED_HUBER: i32 = 2;

/** log(1 + eˣ) without overflow (Mächler 2012, "Accurately computing log(1 − exp(−|a|))", eq. 10). */
function log1pExp(x: f64): f64 {
  if (x <= -37) return exp(x);
  if (x <= -2) return log1p(exp(x));
  if (x <= 18) return log(1 + exp(x));
  if (x <= 33.3) return x + exp(-x);
  return x;
}

/** Loss of a raw prediction z. y is 0 or 1 for the log loss, −1 or 1 for the others. */
export function pointLoss(loss: i32, y: f64, z: f64): f64 {
  if (loss === LOG) return log1pExp(y === 1 ? -z : z);
  const margin = y * z;
  if (loss === HINGE) return margin <= 1 ? 1 - margin : 0;
  if (margin >= 1) return 0;
  return margin >= -1 ? (1 - margin) * (1 - margin) : -4 * margin;
}

/** Derivative of `pointLoss` with respect to z. */
export function pointDerivative(loss: i32, y: f64, z: f64): f64 {
  if (loss === LOG) {
    // expit(z) − y, written so that neither end loses digits
    if (z > -37) {
      const e = exp(-z);
      return (1 - y - y * e) / (1 + e);
    }
    return exp(z) - y;
  }
  const margin = y * z;
  if (loss === HINGE) return margin <= 1 ? -y : 0;
  if (margin >= 1) return 0;
  return margin >= -1 ? -2 * y * (1 - margin) : -4 * y;
}

/**
 * Weighted binary log loss over rows of raw predictions; returns the sum.
 * raw (rows) is replaced by s · (p − y); probability (rows), unless its address is 0, receives p.
 */
export function binaryLogLoss(
  raw: usize,
  y: usize,
  s: usize,
  rows: usize,
  probability: usize,
): f64 {
  let total: f64 = 0;
  for (let i: usize = 0, end = rows << 3; i < end; i += 8) {
    const z = load<f64>(raw + i);
    const label = load<f64>(y + i);
    const weight = load<f64>(s + i);
    total += weight * pointLoss(LOG, label, z);
    const d = pointDerivative(LOG, label, z);
    if (probability) store<f64>(probability + i, d + label);
    store<f64>(raw + i, weight * d);
  }
  return total;
}

/** One row of raw predictions becomes softmax probabilities; returns log Σ e^raw. */
export function softmax(raw: usize, outputs: usize): f64 {
  const end = raw + (outputs << 3);
  let top = load<f64>(raw);
  for (let at = raw + 8; at < end; at += 8) top = max(top, load<f64>(at));
  let total: f64 = 0;
  for (let at = raw; at < end; at += 8) {
    const e = exp(load<f64>(at) - top);
    store<f64>(at, e);
    total += e;
  }
  for (let at = raw; at < end; at += 8) store<f64>(at, load<f64>(at) / total);
  return top + log(total);
}

/**
 * Weighted multinomial log loss over rows of raw predictions; returns the sum.
 * raw (rows × outputs) is replaced by s · (p − [y = k]); probability, unless 0, receives p.
 */
export function multinomialLogLoss(
  raw: usize,
  y: usize,
  s: usize,
  rows: usize,
  outputs: usize,
  probability: usize,
): f64 {
  const width = outputs << 3;
  let total: f64 = 0;
  for (let i: usize = 0; i < rows; i++) {
    const row = raw + i * width;
    const own = row + ((<usize>load<f64>(y + (i << 3))) << 3);
    const weight = load<f64>(s + (i << 3));
    const ownRaw = load<f64>(own);
    total += weight * (softmax(row, outputs) - ownRaw);
    if (probability) memory.copy(probability + i * width, row, width);
    store<f64>(own, load<f64>(own) - 1);
    for (let at = row, end = row + width; at < end; at += 8) store<f64>(at, weight * load<f64>(at));
  }
  return total;
}

/** u (rows × outputs), a direction's raw predictions, becomes the loss's pointwise Hessian times u. */
export function curvature(
  u: usize,
  probability: usize,
  s: usize,
  rows: usize,
  outputs: usize,
): void {
  if (outputs === 1) {
    for (let i: usize = 0, end = rows << 3; i < end; i += 8) {
      const p = load<f64>(probability + i);
      store<f64>(u + i, load<f64>(u + i) * (load<f64>(s + i) * p * (1 - p)));
    }
    return;
  }
  const width = outputs << 3;
  for (let i: usize = 0; i < rows; i++) {
    const row = u + i * width;
    const p = probability + i * width;
    const weight = load<f64>(s + (i << 3));
    let mean: f64 = 0;
    for (let k: usize = 0; k < width; k += 8) mean += load<f64>(p + k) * load<f64>(row + k);
    for (let k: usize = 0; k < width; k += 8)
      store<f64>(row + k, weight * load<f64>(p + k) * (load<f64>(row + k) - mean));
  }
}
