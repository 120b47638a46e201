import { exp4 } from "./arithmetic";

export function relu(z: usize, y: usize, n: i32): void {
  const zero = f32x4.splat(0);
  for (let i: usize = 0; i < 4 * <usize>n; i += 16)
    v128.store(y + i, f32x4.pmax(v128.load(z + i), zero));
}

/** y (rows, n) = relu(z + b), where b is one row. */
export function reluOfSum(z: usize, b: usize, y: usize, rows: i32, n: i32): void {
  const zero = f32x4.splat(0);
  const stride: usize = 4 * <usize>n;
  for (let i: usize = 0; i < <usize>rows * stride; i += stride)
    for (let j: usize = 0; j < stride; j += 16)
      v128.store(y + i + j, f32x4.pmax(f32x4.add(v128.load(z + i + j), v128.load(b + j)), zero));
}

/** dz = dy where y > 0, else 0 */
export function reluGradient(y: usize, dy: usize, dz: usize, n: i32): void {
  const zero = f32x4.splat(0);
  for (let i: usize = 0; i < 4 * <usize>n; i += 16)
    v128.store(dz + i, v128.and(v128.load(dy + i), f32x4.gt(v128.load(y + i), zero)));
}

/** tanh z = 1 − 2 / (e^2z + 1) */
export function tanh(z: usize, y: usize, n: i32): void {
  const one = f32x4.splat(1);
  const two = f32x4.splat(2);
  for (let i: usize = 0; i < 4 * <usize>n; i += 16) {
    const e = exp4(f32x4.mul(two, v128.load(z + i)));
    v128.store(y + i, f32x4.sub(one, f32x4.div(two, f32x4.add(e, one))));
  }
}

/** dz = dy · (1 − y²) */
export function tanhGradient(y: usize, dy: usize, dz: usize, n: i32): void {
  const one = f32x4.splat(1);
  for (let i: usize = 0; i < 4 * <usize>n; i += 16) {
    const v = v128.load(y + i);
    v128.store(dz + i, f32x4.mul(v128.load(dy + i), f32x4.sub(one, f32x4.mul(v, v))));
  }
}

/** The normal distribution function: ½ erfc(−x/√2), error below 1e-7 (Abramowitz & Stegun 7.1.26). */
function normalCdf(x: v128): v128 {
  const z = f32x4.mul(f32x4.abs(x), f32x4.splat(Mathf.SQRT1_2));
  const one = f32x4.splat(1);
  const t = f32x4.div(one, f32x4.add(one, f32x4.mul(f32x4.splat(0.3275911), z)));
  let p = f32x4.splat(1.061405429);
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(-1.453152027));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(1.421413741));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(-0.284496736));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.254829592));
  const tail = f32x4.mul(
    f32x4.mul(f32x4.splat(0.5), f32x4.mul(p, t)),
    exp4(f32x4.neg(f32x4.mul(z, z))),
  );
  return v128.bitselect(tail, f32x4.sub(one, tail), f32x4.lt(x, f32x4.splat(0)));
}

/** y = z · Φ(z) (Hendrycks & Gimpel 2016, the exact form) */
export function gelu(z: usize, y: usize, n: i32): void {
  for (let i: usize = 0; i < 4 * <usize>n; i += 16) {
    const v = v128.load(z + i);
    v128.store(y + i, f32x4.mul(v, normalCdf(v)));
  }
}

/** dz = dy · (Φ(z) + z φ(z)) */
export function geluGradient(z: usize, dy: usize, dz: usize, n: i32): void {
  const half = f32x4.splat(-0.5);
  const peak = f32x4.splat(0.3989422804014327);
  for (let i: usize = 0; i < 4 * <usize>n; i += 16) {
    const v = v128.load(z + i);
    const density = f32x4.mul(peak, exp4(f32x4.mul(half, f32x4.mul(v, v))));
    const slope = f32x4.add(normalCdf(v), f32x4.mul(v, density));
    v128.store(dz + i, f32x4.mul(v128.load(dy + i), slope));
  }
}
