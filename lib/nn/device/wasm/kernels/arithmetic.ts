// Elementwise kernels on n values, n a multiple of 4, all float32 unless said.

/**
 * e^x in four lanes, relative error below 2e-7 (Cephes' expf: reduction by ln 2 in two parts, a
 * polynomial of degree 5). Saturates outside [-87.3, 88.3]; NaN stays NaN.
 */
export function exp4(x: v128): v128 {
  const held = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-87.3)), f32x4.splat(88.3));
  const n = f32x4.nearest(f32x4.mul(held, f32x4.splat(1 / Mathf.LN2)));
  let r = f32x4.relaxed_madd(n, f32x4.splat(-0.693359375), held);
  r = f32x4.relaxed_madd(n, f32x4.splat(2.1219444e-4), r);
  let p = f32x4.splat(1.98756915e-4);
  p = f32x4.relaxed_madd(p, r, f32x4.splat(1.3981999507e-3));
  p = f32x4.relaxed_madd(p, r, f32x4.splat(8.3334519073e-3));
  p = f32x4.relaxed_madd(p, r, f32x4.splat(4.1665795894e-2));
  p = f32x4.relaxed_madd(p, r, f32x4.splat(1.6666665459e-1));
  p = f32x4.relaxed_madd(p, r, f32x4.splat(5.0000001201e-1));
  p = f32x4.relaxed_madd(p, f32x4.mul(r, r), f32x4.add(r, f32x4.splat(1)));
  const power = i32x4.shl(i32x4.add(i32x4.relaxed_trunc_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

/** out = a · b */
export function multiply(a: usize, b: usize, out: usize, n: i32): void {
  for (let i: usize = 0; i < 4 * <usize>n; i += 16)
    v128.store(out + i, f32x4.mul(v128.load(a + i), v128.load(b + i)));
}

/** a = a · factor */
export function scale(a: usize, factor: f32, n: i32): void {
  const f = f32x4.splat(factor);
  for (let i: usize = 0; i < 4 * <usize>n; i += 16)
    v128.store(a + i, f32x4.mul(v128.load(a + i), f));
}

/** The sum of squares, accumulated in float64. */
export function sumSquares(a: usize, n: i32): f64 {
  let low = f64x2.splat(0);
  let high = low;
  for (let i: usize = 0; i < 4 * <usize>n; i += 16) {
    const v = v128.load(a + i);
    const l = f64x2.promote_low_f32x4(v);
    const h = f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 1));
    low = f64x2.add(low, f64x2.mul(l, l));
    high = f64x2.add(high, f64x2.mul(h, h));
  }
  const sum = f64x2.add(low, high);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** gradient += l2 · w + l1 · sign(w) */
export function penalise(gradient: usize, w: usize, l2: f32, l1: f32, n: i32): void {
  const zero = f32x4.splat(0);
  const plus = f32x4.splat(l1);
  const minus = f32x4.splat(-l1);
  const ridge = f32x4.splat(l2);
  for (let i: usize = 0; i < 4 * <usize>n; i += 16) {
    const v = v128.load(w + i);
    const sign = v128.or(v128.and(plus, f32x4.gt(v, zero)), v128.and(minus, f32x4.lt(v, zero)));
    const g = f32x4.add(v128.load(gradient + i), f32x4.mul(ridge, v));
    v128.store(gradient + i, f32x4.add(g, sign));
  }
}

/** out (1, n) = the sums of the columns of a (rows, n). */
export function columnSums(a: usize, lda: usize, rows: i32, n: i32, out: usize): void {
  let j: usize = 0;
  for (; j + 64 <= 4 * <usize>n; j += 64) columnSums16(a + j, lda, rows, out + j);
  for (; j < 4 * <usize>n; j += 16) {
    let sum = f32x4.splat(0);
    let p = a + j;
    for (let i = 0; i < rows; i++) {
      sum = f32x4.add(sum, v128.load(p));
      p += lda;
    }
    v128.store(out + j, sum);
  }
}

/** `columnSums` of 16 columns: a cache line at a time. */
function columnSums16(a: usize, lda: usize, rows: i32, out: usize): void {
  let s0 = f32x4.splat(0),
    s1 = s0,
    s2 = s0,
    s3 = s0;
  let p = a;
  for (let i = 0; i < rows; i++) {
    s0 = f32x4.add(s0, v128.load(p));
    s1 = f32x4.add(s1, v128.load(p, 16));
    s2 = f32x4.add(s2, v128.load(p, 32));
    s3 = f32x4.add(s3, v128.load(p, 48));
    p += lda;
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
}

/** out (rows, …) = the rows of `data` named by `index` (int32); `bytes` a row. */
export function gather(data: usize, index: usize, rows: i32, bytes: usize, out: usize): void {
  for (let i: usize = 0; i < <usize>rows; i++)
    memory.copy(out + i * bytes, data + <usize>load<i32>(index + 4 * i) * bytes, bytes);
}

/** out (rows, n) = a ∘ b, where b is one row. */
export function multiplyRow(a: usize, b: usize, out: usize, rows: i32, n: i32): void {
  const stride: usize = 4 * <usize>n;
  for (let i: usize = 0; i < <usize>rows; i++) multiply(a + i * stride, b, out + i * stride, n);
}

/** out = a + b */
export function add(a: usize, b: usize, out: usize, n: i32): void {
  for (let i: usize = 0; i < 4 * <usize>n; i += 16)
    v128.store(out + i, f32x4.add(v128.load(a + i), v128.load(b + i)));
}

/** out (rows, n) = a + b, where b is one row. */
export function addRow(a: usize, b: usize, out: usize, rows: i32, n: i32): void {
  const stride: usize = 4 * <usize>n;
  for (let i: usize = 0; i < <usize>rows; i++) add(a + i * stride, b, out + i * stride, n);
}

/** out = a − b */
export function subtract(a: usize, b: usize, out: usize, n: i32): void {
  for (let i: usize = 0; i < 4 * <usize>n; i += 16)
    v128.store(out + i, f32x4.sub(v128.load(a + i), v128.load(b + i)));
}

/** out (rows, n) = a − b, where b is one row. */
export function subtractRow(a: usize, b: usize, out: usize, rows: i32, n: i32): void {
  const stride: usize = 4 * <usize>n;
  for (let i: usize = 0; i < <usize>rows; i++) subtract(a + i * stride, b, out + i * stride, n);
}

/** out = 1 / √(a + epsilon) */
export function reciprocalRoot(a: usize, epsilon: f32, out: usize, n: i32): void {
  const one = f32x4.splat(1);
  const e = f32x4.splat(epsilon);
  for (let i: usize = 0; i < 4 * <usize>n; i += 16)
    v128.store(out + i, f32x4.div(one, f32x4.sqrt(f32x4.add(v128.load(a + i), e))));
}

/** target += fraction · (value − target) */
export function moveTowards(target: usize, value: usize, fraction: f32, n: i32): void {
  const f = f32x4.splat(fraction);
  for (let i: usize = 0; i < 4 * <usize>n; i += 16) {
    const t = v128.load(target + i);
    v128.store(target + i, f32x4.add(t, f32x4.mul(f, f32x4.sub(v128.load(value + i), t))));
  }
}
