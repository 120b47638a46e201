/**
 * Resamples an image that stands at `bordered` within a border of zeros, one pixel wide: the pixel at (row, col) of `out` takes the value at
 * (a · row + b · col + r, c · row + d · col + s), both relative to the centre; between pixels it is interpolated bilinearly, and beyond the
 * border it is 0.
 */
export function warp(
  bordered: usize,
  rows: i32,
  cols: i32,
  channels: i32,
  a: f64,
  b: f64,
  c: f64,
  d: f64,
  r: f64,
  s: f64,
  out: usize,
): void {
  const middleRow = <f64>(rows - 1) / 2;
  const middleCol = <f64>(cols - 1) / 2;
  const height = <f64>(rows + 1);
  const width = <f64>(cols + 1);
  const pixel: usize = 4 * <usize>channels;
  const stride = (<usize>cols + 2) * pixel;
  let to = out;
  for (let row = 0; row < rows; row++) {
    const y = <f64>row - middleRow;
    const startRow = a * y + r + middleRow;
    const startCol = c * y + s + middleCol;
    for (let col = 0; col < cols; col++) {
      const x = <f64>col - middleCol;
      const sourceRow = startRow + b * x;
      const sourceCol = startCol + d * x;
      // Within the border, whose first row and column are −1 in the image.
      const placeRow = sourceRow + 1;
      const placeCol = sourceCol + 1;
      const end = to + pixel;
      // Written so that NaN, from a map that overflows, counts as outside.
      if (!(placeRow > 0 && placeCol > 0 && placeRow < height && placeCol < width)) {
        for (; to < end; to += 4) store<f32>(to, 0);
        continue;
      }
      const top = <i32>placeRow;
      const left = <i32>placeCol;
      const lower = f64x2.splat(sourceRow - <f64>(top - 1));
      const right = f64x2.splat(sourceCol - <f64>(left - 1));
      let upper = bordered + <usize>top * stride + <usize>left * pixel;
      let under = upper + stride;
      // Two channels at a time; what is one too many, the next pixel writes over.
      for (; to < end; to += 8) {
        const above = mean(pair(upper), pair(upper + pixel), right);
        const below = mean(pair(under), pair(under + pixel), right);
        v128.store64_lane(to, f32x4.demote_f64x2_zero(mean(above, below, lower)), 0);
        upper += 8;
        under += 8;
      }
      to = end;
    }
  }
}

/** Two neighbouring values in memory. */
function pair(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at));
}

/** The mean of two values, the second with this share; of two lanes. */
function mean(first: v128, second: v128, share: v128): v128 {
  return f64x2.add(first, f64x2.mul(share, f64x2.sub(second, first)));
}
