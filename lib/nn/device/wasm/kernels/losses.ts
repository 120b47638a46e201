import { exp4 } from "./arithmetic";
import { flush } from "./flush";

/** Sums of exponentials are multiplied up to this before their logarithm is taken: each is at least 1. */
const LARGE: f64 = 1e200;

/**
 * Softmax cross-entropy of logits (rows, classes) against target probabilities of the same shape.
 * Writes the gradient of `weight` · Σ losses, 0 in the padding, and returns Σ losses in float64.
 * Rows are `ld` bytes. With z measured from the row's largest, a loss is log Σ eᶻ − Σ target · z.
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
  const last = ld - 16;
  const lanes = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(classes - <i32>(last >> 2)));
  const w = f32x4.splat(weight);
  let wanted = f64x2.splat(0);
  let logarithms: f64 = 0;
  let product: f64 = 1;
  for (let row: usize = 0; row < <usize>rows * ld; row += ld) {
    const z = logits + row;
    const t = targets + row;
    const g = gradient + row;
    let top = v128.bitselect(v128.load(z + last), f32x4.splat(-Infinity), lanes);
    for (let j: usize = 0; j < last; j += 16) top = f32x4.pmax(top, v128.load(z + j));
    top = f32x4.pmax(top, v128.shuffle<i32>(top, top, 2, 3, 0, 1));
    top = f32x4.pmax(top, v128.shuffle<i32>(top, top, 1, 0, 3, 2));
    const end = f32x4.sub(v128.load(z + last), top);
    let hits = f32x4.mul(end, v128.load(t + last));
    let sums = v128.and(exp4(end), lanes);
    v128.store(g + last, sums);
    for (let j: usize = 0; j < last; j += 16) {
      const below = f32x4.sub(v128.load(z + j), top);
      hits = f32x4.relaxed_madd(below, v128.load(t + j), hits);
      const e = exp4(below);
      sums = f32x4.add(sums, e);
      v128.store(g + j, e);
    }
    wanted = f64x2.add(wanted, f64x2.promote_low_f32x4(hits));
    wanted = f64x2.add(wanted, f64x2.promote_low_f32x4(v128.shuffle<i64>(hits, hits, 1, 1)));
    sums = f32x4.add(sums, v128.shuffle<i32>(sums, sums, 2, 3, 0, 1));
    sums = f32x4.add(sums, v128.shuffle<i32>(sums, sums, 1, 0, 3, 2));
    product *= <f64>f32x4.extract_lane(sums, 0);
    if (product > LARGE) {
      logarithms += Math.log(product);
      product = 1;
    }
    const share = f32x4.div(w, sums);
    for (let j: usize = 0; j < ld; j += 16) {
      const p = flush(f32x4.mul(v128.load(g + j), share));
      v128.store(g + j, f32x4.sub(p, f32x4.mul(w, v128.load(t + j))));
    }
  }
  const hit = f64x2.extract_lane(wanted, 0) + f64x2.extract_lane(wanted, 1);
  return logarithms + Math.log(product) - hit;
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
