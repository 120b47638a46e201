// Products of row-major matrices of float64, two numbers at a time (f64x2), in register tiles.

export function sum(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

export function fma(acc: v128, a: v128, b: v128): v128 {
  return f64x2.add(acc, f64x2.mul(a, b));
}

export function add(at: usize, value: f64): void {
  store<f64>(at, load<f64>(at) + value);
}

/** out[0..1][0..3] += scale · (2 rows of a) · (4 rows of b)ᵀ. Strides in bytes. */
function dot2x4(
  a: usize,
  aStride: usize,
  b: usize,
  bStride: usize,
  length: usize,
  scale: f64,
  out: usize,
  outStride: usize,
): void {
  const a1 = a + aStride;
  const b1 = b + bStride;
  const b2 = b1 + bStride;
  const b3 = b2 + bStride;
  let s00 = f64x2.splat(0),
    s01 = f64x2.splat(0),
    s02 = f64x2.splat(0),
    s03 = f64x2.splat(0);
  let s10 = f64x2.splat(0),
    s11 = f64x2.splat(0),
    s12 = f64x2.splat(0),
    s13 = f64x2.splat(0);
  const end = (length >> 1) << 4;
  for (let j: usize = 0; j < end; j += 16) {
    const x0 = v128.load(a + j),
      x1 = v128.load(a1 + j);
    let w = v128.load(b + j);
    s00 = fma(s00, x0, w);
    s10 = fma(s10, x1, w);
    w = v128.load(b1 + j);
    s01 = fma(s01, x0, w);
    s11 = fma(s11, x1, w);
    w = v128.load(b2 + j);
    s02 = fma(s02, x0, w);
    s12 = fma(s12, x1, w);
    w = v128.load(b3 + j);
    s03 = fma(s03, x0, w);
    s13 = fma(s13, x1, w);
  }
  let t00 = sum(s00),
    t01 = sum(s01),
    t02 = sum(s02),
    t03 = sum(s03);
  let t10 = sum(s10),
    t11 = sum(s11),
    t12 = sum(s12),
    t13 = sum(s13);
  if (length & 1) {
    const x0 = load<f64>(a + end),
      x1 = load<f64>(a1 + end);
    let w = load<f64>(b + end);
    t00 += x0 * w;
    t10 += x1 * w;
    w = load<f64>(b1 + end);
    t01 += x0 * w;
    t11 += x1 * w;
    w = load<f64>(b2 + end);
    t02 += x0 * w;
    t12 += x1 * w;
    w = load<f64>(b3 + end);
    t03 += x0 * w;
    t13 += x1 * w;
  }
  add(out, scale * t00);
  add(out + 8, scale * t01);
  add(out + 16, scale * t02);
  add(out + 24, scale * t03);
  const out1 = out + outStride;
  add(out1, scale * t10);
  add(out1 + 8, scale * t11);
  add(out1 + 16, scale * t12);
  add(out1 + 24, scale * t13);
}

/** out[0..3] += scale · (1 row of a) · (4 rows of b)ᵀ, at distances outStride. Also 4 rows · 1 column. */
function dot1x4(
  a: usize,
  b: usize,
  bStride: usize,
  length: usize,
  scale: f64,
  out: usize,
  outStride: usize,
): void {
  const b1 = b + bStride;
  const b2 = b1 + bStride;
  const b3 = b2 + bStride;
  let s0 = f64x2.splat(0),
    s1 = f64x2.splat(0),
    s2 = f64x2.splat(0),
    s3 = f64x2.splat(0);
  const end = (length >> 1) << 4;
  for (let j: usize = 0; j < end; j += 16) {
    const x = v128.load(a + j);
    s0 = fma(s0, x, v128.load(b + j));
    s1 = fma(s1, x, v128.load(b1 + j));
    s2 = fma(s2, x, v128.load(b2 + j));
    s3 = fma(s3, x, v128.load(b3 + j));
  }
  let t0 = sum(s0),
    t1 = sum(s1),
    t2 = sum(s2),
    t3 = sum(s3);
  if (length & 1) {
    const x = load<f64>(a + end);
    t0 += x * load<f64>(b + end);
    t1 += x * load<f64>(b1 + end);
    t2 += x * load<f64>(b2 + end);
    t3 += x * load<f64>(b3 + end);
  }
  add(out, scale * t0);
  add(out + outStride, scale * t1);
  add(out + 2 * outStride, scale * t2);
  add(out + 3 * outStride, scale * t3);
}

/** a · b. */
export function dot(a: usize, b: usize, length: usize): f64 {
  let s0 = f64x2.splat(0),
    s1 = f64x2.splat(0),
    s2 = f64x2.splat(0),
    s3 = f64x2.splat(0);
  const end = length << 3;
  const end8 = (length >> 3) << 6;
  let j: usize = 0;
  for (; j < end8; j += 64) {
    s0 = fma(s0, v128.load(a + j), v128.load(b + j));
    s1 = fma(s1, v128.load(a + j, 16), v128.load(b + j, 16));
    s2 = fma(s2, v128.load(a + j, 32), v128.load(b + j, 32));
    s3 = fma(s3, v128.load(a + j, 48), v128.load(b + j, 48));
  }
  let total = sum(f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3)));
  for (; j < end; j += 8) total += load<f64>(a + j) * load<f64>(b + j);
  return total;
}

/** out (rows × columns) += scale · a (rows × length) · bᵀ (columns × length). Strides in bytes. */
export function multiplyTransposed(
  a: usize,
  aStride: usize,
  rows: usize,
  b: usize,
  bStride: usize,
  columns: usize,
  length: usize,
  scale: f64,
  out: usize,
  outStride: usize,
): void {
  let k: usize = 0;
  for (; k + 4 <= columns; k += 4) {
    const bk = b + k * bStride;
    let i: usize = 0;
    for (; i + 2 <= rows; i += 2)
      dot2x4(
        a + i * aStride,
        aStride,
        bk,
        bStride,
        length,
        scale,
        out + i * outStride + 8 * k,
        outStride,
      );
    if (i < rows)
      dot1x4(a + i * aStride, bk, bStride, length, scale, out + i * outStride + 8 * k, 8);
  }
  for (; k < columns; k++) {
    const bk = b + k * bStride;
    let i: usize = 0;
    for (; i + 4 <= rows; i += 4)
      dot1x4(bk, a + i * aStride, aStride, length, scale, out + i * outStride + 8 * k, outStride);
    for (; i < rows; i++)
      add(out + i * outStride + 8 * k, scale * dot(a + i * aStride, bk, length));
  }
}

/** out (rows × outputs) = x (rows × features) · wᵀ (outputs × features) + intercept (outputs). */
export function forward(
  x: usize,
  rows: usize,
  features: usize,
  w: usize,
  intercept: usize,
  outputs: usize,
  out: usize,
): void {
  const outStride = outputs << 3;
  for (let i: usize = 0; i < rows; i++) memory.copy(out + i * outStride, intercept, outStride);
  const stride = features << 3;
  multiplyTransposed(x, stride, rows, w, stride, outputs, features, 1, out, outStride);
}
