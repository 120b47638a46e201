// Sums of rows of float64, weighted: the gradient from the derivatives.
import { add, fma } from "./products";

/** y += Σ over 4 rows of g · row. */
function accumulate4x1(
  x: usize,
  stride: usize,
  length: usize,
  g: usize,
  gStride: usize,
  y: usize,
): void {
  const x1 = x + stride;
  const x2 = x1 + stride;
  const x3 = x2 + stride;
  const g0 = v128.load64_splat(g),
    g1 = v128.load64_splat(g + gStride);
  const g2 = v128.load64_splat(g + 2 * gStride),
    g3 = v128.load64_splat(g + 3 * gStride);
  const end = (length >> 1) << 4;
  for (let j: usize = 0; j < end; j += 16) {
    const low = fma(f64x2.mul(g0, v128.load(x + j)), g1, v128.load(x1 + j));
    const high = fma(f64x2.mul(g2, v128.load(x2 + j)), g3, v128.load(x3 + j));
    v128.store(y + j, f64x2.add(v128.load(y + j), f64x2.add(low, high)));
  }
  if (length & 1) {
    const low =
      f64x2.extract_lane(g0, 0) * load<f64>(x + end) +
      f64x2.extract_lane(g1, 0) * load<f64>(x1 + end);
    const high =
      f64x2.extract_lane(g2, 0) * load<f64>(x2 + end) +
      f64x2.extract_lane(g3, 0) * load<f64>(x3 + end);
    add(y + end, low + high);
  }
}

/** Two outputs of accumulate4x1 at once: each row is read once for both. */
function accumulate4x2(
  x: usize,
  stride: usize,
  length: usize,
  g: usize,
  gStride: usize,
  y: usize,
  yStride: usize,
): void {
  const x1 = x + stride;
  const x2 = x1 + stride;
  const x3 = x2 + stride;
  const z = y + yStride;
  const g0 = v128.load64_splat(g),
    g1 = v128.load64_splat(g + gStride);
  const g2 = v128.load64_splat(g + 2 * gStride),
    g3 = v128.load64_splat(g + 3 * gStride);
  const h0 = v128.load64_splat(g, 8),
    h1 = v128.load64_splat(g + gStride, 8);
  const h2 = v128.load64_splat(g + 2 * gStride, 8),
    h3 = v128.load64_splat(g + 3 * gStride, 8);
  const end = (length >> 1) << 4;
  for (let j: usize = 0; j < end; j += 16) {
    const r0 = v128.load(x + j),
      r1 = v128.load(x1 + j),
      r2 = v128.load(x2 + j),
      r3 = v128.load(x3 + j);
    const yLow = fma(f64x2.mul(g0, r0), g1, r1);
    const yHigh = fma(f64x2.mul(g2, r2), g3, r3);
    v128.store(y + j, f64x2.add(v128.load(y + j), f64x2.add(yLow, yHigh)));
    const zLow = fma(f64x2.mul(h0, r0), h1, r1);
    const zHigh = fma(f64x2.mul(h2, r2), h3, r3);
    v128.store(z + j, f64x2.add(v128.load(z + j), f64x2.add(zLow, zHigh)));
  }
  if (length & 1) {
    const r0 = load<f64>(x + end),
      r1 = load<f64>(x1 + end),
      r2 = load<f64>(x2 + end),
      r3 = load<f64>(x3 + end);
    add(
      y + end,
      f64x2.extract_lane(g0, 0) * r0 +
        f64x2.extract_lane(g1, 0) * r1 +
        (f64x2.extract_lane(g2, 0) * r2 + f64x2.extract_lane(g3, 0) * r3),
    );
    add(
      z + end,
      f64x2.extract_lane(h0, 0) * r0 +
        f64x2.extract_lane(h1, 0) * r1 +
        (f64x2.extract_lane(h2, 0) * r2 + f64x2.extract_lane(h3, 0) * r3),
    );
  }
}

/** y += c · x. */
export function addScaled(c: f64, x: usize, length: usize, y: usize): void {
  const scale = f64x2.splat(c);
  const end = length << 3;
  const end4 = (length >> 2) << 5;
  let j: usize = 0;
  for (; j < end4; j += 32) {
    v128.store(y + j, fma(v128.load(y + j), scale, v128.load(x + j)));
    v128.store(y + j, fma(v128.load(y + j, 16), scale, v128.load(x + j, 16)), 16);
  }
  for (; j < end; j += 8) store<f64>(y + j, load<f64>(y + j) + c * load<f64>(x + j));
}

/** gradient (outputs × features) += gᵀ (rows × outputs) · x (rows × features); sums (outputs) += Σ g. */
export function backward(
  x: usize,
  rows: usize,
  features: usize,
  g: usize,
  outputs: usize,
  gradient: usize,
  sums: usize,
): void {
  const stride = features << 3;
  const gStride = outputs << 3;
  let i: usize = 0;
  for (; i + 4 <= rows; i += 4) {
    const xi = x + i * stride;
    const gi = g + i * gStride;
    let k: usize = 0;
    for (; k + 2 <= outputs; k += 2)
      accumulate4x2(xi, stride, features, gi + 8 * k, gStride, gradient + k * stride, stride);
    if (k < outputs)
      accumulate4x1(xi, stride, features, gi + 8 * k, gStride, gradient + k * stride);
  }
  for (; i < rows; i++)
    for (let k: usize = 0; k < outputs; k++)
      addScaled(
        load<f64>(g + i * gStride + 8 * k),
        x + i * stride,
        features,
        gradient + k * stride,
      );
  for (i = 0; i < rows; i++)
    for (let k: usize = 0; k < outputs; k++) add(sums + 8 * k, load<f64>(g + i * gStride + 8 * k));
}
