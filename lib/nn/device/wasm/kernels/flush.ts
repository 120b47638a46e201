/** Below this a float32 is about to lose its normal form, in which arithmetic is many times faster. */
const TINY: f32 = 1e-36;

/**
 * Four values, with 0 for what is tiny; NaN stays. Moments that decay would otherwise spend thousands of
 * steps in denormal numbers, which WebAssembly cannot switch off.
 */
export function flush(x: v128): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), f32x4.splat(TINY)));
}
