// One optimizer step on n parameters, in place, in PyTorch's definitions. n is a multiple of 4.

import { flush } from "./flush";

/** p −= rate · g */
export function sgd(p: usize, g: usize, n: i32, rate: f32): void {
  const r = f32x4.splat(rate);
  for (let i: usize = 0; i < 4 * <usize>n; i += 16)
    v128.store(p + i, f32x4.sub(v128.load(p + i), f32x4.mul(r, v128.load(g + i))));
}

/** v = μ v + g; p −= rate · v */
export function momentum(p: usize, g: usize, v: usize, n: i32, rate: f32, mu: f32): void {
  const r = f32x4.splat(rate);
  const m = f32x4.splat(mu);
  for (let i: usize = 0; i < 4 * <usize>n; i += 16) {
    const velocity = flush(f32x4.add(f32x4.mul(m, v128.load(v + i)), v128.load(g + i)));
    v128.store(v + i, velocity);
    v128.store(p + i, f32x4.sub(v128.load(p + i), f32x4.mul(r, velocity)));
  }
}

/** v = μ v + g; p −= rate · (g + μ v) */
export function nesterov(p: usize, g: usize, v: usize, n: i32, rate: f32, mu: f32): void {
  const r = f32x4.splat(rate);
  const m = f32x4.splat(mu);
  for (let i: usize = 0; i < 4 * <usize>n; i += 16) {
    const slope = v128.load(g + i);
    const velocity = flush(f32x4.add(f32x4.mul(m, v128.load(v + i)), slope));
    v128.store(v + i, velocity);
    const ahead = f32x4.add(slope, f32x4.mul(m, velocity));
    v128.store(p + i, f32x4.sub(v128.load(p + i), f32x4.mul(r, ahead)));
  }
}

/** s = ρ s + (1 − ρ) g²; v = μ v + g / (√s + ε); p −= rate · v */
export function rmsprop(
  p: usize,
  g: usize,
  s: usize,
  v: usize,
  n: i32,
  rate: f32,
  decay: f32,
  mu: f32,
  epsilon: f32,
): void {
  const r = f32x4.splat(rate);
  const d = f32x4.splat(decay);
  const fresh = f32x4.splat(1 - decay);
  const m = f32x4.splat(mu);
  const e = f32x4.splat(epsilon);
  for (let i: usize = 0; i < 4 * <usize>n; i += 16) {
    const slope = v128.load(g + i);
    const square = f32x4.add(
      f32x4.mul(d, v128.load(s + i)),
      f32x4.mul(fresh, f32x4.mul(slope, slope)),
    );
    v128.store(s + i, flush(square));
    const scaled = f32x4.div(slope, f32x4.add(f32x4.sqrt(square), e));
    const velocity = flush(f32x4.add(f32x4.mul(m, v128.load(v + i)), scaled));
    v128.store(v + i, velocity);
    v128.store(p + i, f32x4.sub(v128.load(p + i), f32x4.mul(r, velocity)));
  }
}

/** m = β1 m + (1 − β1) g; v = β2 v + (1 − β2) g²; p −= rate · m / (√v + ε). The caller folds the bias corrections into rate and ε. */
export function adam(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  n: i32,
  rate: f32,
  beta1: f32,
  beta2: f32,
  epsilon: f32,
): void {
  const r = f32x4.splat(rate);
  const fresh1 = f32x4.splat(1 - beta1);
  const fresh2 = f32x4.splat(1 - beta2);
  const e = f32x4.splat(epsilon);
  for (let i: usize = 0; i < 4 * <usize>n; i += 16) {
    const slope = v128.load(g + i);
    const m0 = v128.load(m + i);
    const v0 = v128.load(v + i);
    const mean = f32x4.add(m0, f32x4.mul(fresh1, f32x4.sub(slope, m0)));
    const square = f32x4.add(v0, f32x4.mul(fresh2, f32x4.sub(f32x4.mul(slope, slope), v0)));
    v128.store(m + i, flush(mean));
    v128.store(v + i, flush(square));
    const step = f32x4.div(f32x4.mul(r, mean), f32x4.add(f32x4.sqrt(square), e));
    v128.store(p + i, f32x4.sub(v128.load(p + i), step));
  }
}
