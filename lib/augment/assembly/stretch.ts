/** Two values held within [0, 1]. */
export function held(values: v128): v128 {
  return f64x2.pmin(f64x2.splat(1), f64x2.pmax(f64x2.splat(0), values));
}

/** centre + factor · (value − centre), held within [0, 1], of two values. */
export function stretched(values: v128, centre: v128, factor: v128): v128 {
  return held(f64x2.add(centre, f64x2.mul(factor, f64x2.sub(values, centre))));
}

/** Moves n values of an image away from `centre`, or towards it. */
export function stretch(image: usize, n: i32, centre: f64, factor: f64): void {
  const c = f64x2.splat(centre);
  const f = f64x2.splat(factor);
  for (let at = image; at < image + 4 * <usize>n; at += 16) {
    const four = v128.load(at);
    const low = stretched(f64x2.promote_low_f32x4(four), c, f);
    const high = stretched(f64x2.promote_low_f32x4(v128.shuffle<i64>(four, four, 1, 1)), c, f);
    v128.store(
      at,
      v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2),
    );
  }
}
