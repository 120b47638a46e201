import { exp4 } from "./arithmetic";
import { flush } from "./flush";

/** One row of `softmaxCrossEntropy`; `end` is the bytes of its classes, `ld` those with padding. */
function softmaxRow(
  logits: usize,
  targets: usize,
  gradient: usize,
  ld: usize,
  end: usize,
  weight: f32,
): f64 {
  let top = load<f32>(logits);
  let hit: f64 = 0;
  for (let j: usize = 0; j < end; j += 4) {
    const z = load<f32>(logits + j);
    top = max(top, z);
    hit += <f64>load<f32>(targets + j) * <f64>z;
  }
  const shift = f32x4.splat(top);
  for (let j: usize = 0; j < ld; j += 16)
    v128.store(gradient + j, exp4(f32x4.sub(v128.load(logits + j), shift)));
  for (let j = end; j < ld; j += 4) store<f32>(gradient + j, 0);
  let sum: f32 = 0;
  for (let j: usize = 0; j < end; j += 4) sum += load<f32>(gradient + j);
  const share = f32x4.splat(weight / sum);
  const w = f32x4.splat(weight);
  for (let j: usize = 0; j < ld; j += 16) {
    const p = flush(f32x4.mul(v128.load(gradient + j), share));
    v128.store(gradient + j, f32x4.sub(p, f32x4.mul(w, v128.load(targets + j))));
  }
  return <f64>top + Math.log(<f64>sum) - hit;
}

/**
 * Softmax cross-entropy of logits (rows, classes) against target probabilities of the same shape.
 * Writes the gradient of `weight` · Σ losses, 0 in the padding, and returns Σ losses in float64.
 * Rows are `ld` bytes.
 */
export function softmaxCrossEntropy(
  logits: usize,
  targets: usize,
  gradient: usize,
  ld: usize,
  rows: i32,
  classes: i32,
  weight: f32,
): f64 {
  let total: f64 = 0;
  for (let i: usize = 0; i < <usize>rows * ld; i += ld)
    total += softmaxRow(logits + i, targets + i, gradient + i, ld, 4 * <usize>classes, weight);
  return total;
}

/**
 * Squared error of outputs (rows, classes) against targets, averaged over the classes.
 * Writes the gradient of `weight` · Σ losses and returns Σ losses in float64.
 */
export function squaredError(
  outputs: usize,
  targets: usize,
  gradient: usize,
  ld: usize,
  rows: i32,
  classes: i32,
  weight: f32,
): f64 {
  let total: f64 = 0;
  const slope: f32 = (2 * weight) / <f32>classes;
  for (let i: usize = 0; i < <usize>rows * ld; i += ld)
    for (let j = i; j < i + 4 * <usize>classes; j += 4) {
      const d = load<f32>(outputs + j) - load<f32>(targets + j);
      total += <f64>d * <f64>d;
      store<f32>(gradient + j, slope * d);
    }
  return total / <f64>classes;
}

function largest(row: usize, classes: i32): i32 {
  let best = 0;
  for (let j = 1; j < classes; j++)
    if (load<f32>(row + 4 * <usize>j) > load<f32>(row + 4 * <usize>best)) best = j;
  return best;
}

/** The number of rows whose largest output is at the largest target; ties go to the first. */
export function countCorrect(
  outputs: usize,
  targets: usize,
  ld: usize,
  rows: i32,
  classes: i32,
): i32 {
  let correct = 0;
  for (let i: usize = 0; i < <usize>rows * ld; i += ld)
    if (largest(outputs + i, classes) === largest(targets + i, classes)) correct++;
  return correct;
}
