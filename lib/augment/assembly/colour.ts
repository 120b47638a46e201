import { held, stretched } from "./stretch";

// ITU-R BT.601, as in ../light.ts.
const RED = 0.299;
const GREEN = 0.587;
const BLUE = 0.114;

/** What a float32 keeps of two values. */
function rounded(values: v128): v128 {
  return f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(values));
}

/** hue + start, once around the circle of 6. */
function past(hue: v128, start: f64): v128 {
  const k = f64x2.add(hue, f64x2.splat(start));
  const round = f64x2.splat(6);
  return v128.bitselect(f64x2.sub(k, round), k, f64x2.ge(k, round));
}

/** largest − span · clamp(min(k, 4 − k)): a channel of a hue, which is k sixths of the circle past the channel's own darkest start. */
function channel(k: v128, largest: v128, span: v128): v128 {
  const lack = held(f64x2.pmin(k, f64x2.sub(f64x2.splat(4), k)));
  return f64x2.sub(largest, f64x2.mul(span, lack));
}

/**
 * Turns the hue of each pixel by `sixths` of the circle, so that value and saturation (of HSV) stay; then moves it away from its grey by the
 * factor `saturation`, or towards it. Two pixels at a time, and without branches, which colours would make unpredictable.
 */
export function colour(image: usize, pixels: i32, sixths: f64, saturation: f64): void {
  const turn = f64x2.splat(sixths);
  const factor = f64x2.splat(saturation);
  for (let at = image; at < image + 12 * <usize>pixels; at += 24) {
    const first = v128.load(at);
    const second = v128.load(at + 16);
    let red = f64x2.promote_low_f32x4(v128.shuffle<i32>(first, second, 0, 3, 0, 3));
    let green = f64x2.promote_low_f32x4(v128.shuffle<i32>(first, second, 1, 4, 1, 4));
    let blue = f64x2.promote_low_f32x4(v128.shuffle<i32>(first, second, 2, 5, 2, 5));
    if (sixths !== 0) {
      const largest = f64x2.pmax(red, f64x2.pmax(green, blue));
      const span = f64x2.sub(largest, f64x2.pmin(red, f64x2.pmin(green, blue)));
      const isRed = f64x2.eq(largest, red);
      const isGreen = f64x2.eq(largest, green);
      // From which colour on the hue counts, and the other two's difference.
      let hue = v128.bitselect(f64x2.splat(2), f64x2.splat(4), isGreen);
      hue = v128.bitselect(f64x2.splat(0), hue, isRed);
      let difference = v128.bitselect(f64x2.sub(blue, red), f64x2.sub(red, green), isGreen);
      difference = v128.bitselect(f64x2.sub(green, blue), difference, isRed);
      hue = f64x2.add(f64x2.add(hue, f64x2.div(difference, span)), turn);
      const rounds = f64x2.floor(f64x2.div(hue, f64x2.splat(6)));
      hue = f64x2.sub(hue, f64x2.mul(f64x2.splat(6), rounds));
      const isGrey = f64x2.eq(span, f64x2.splat(0));
      red = v128.bitselect(red, rounded(channel(past(hue, 5), largest, span)), isGrey);
      green = v128.bitselect(green, rounded(channel(past(hue, 3), largest, span)), isGrey);
      blue = v128.bitselect(blue, rounded(channel(past(hue, 1), largest, span)), isGrey);
    }
    if (saturation !== 1) {
      let grey = f64x2.mul(f64x2.splat(RED), red);
      grey = f64x2.add(grey, f64x2.mul(f64x2.splat(GREEN), green));
      grey = f64x2.add(grey, f64x2.mul(f64x2.splat(BLUE), blue));
      red = stretched(red, grey, factor);
      green = stretched(green, grey, factor);
      blue = stretched(blue, grey, factor);
    }
    const reds = f32x4.demote_f64x2_zero(red);
    const greens = f32x4.demote_f64x2_zero(green);
    const blues = f32x4.demote_f64x2_zero(blue);
    const mixed = v128.shuffle<i32>(reds, greens, 0, 4, 1, 5);
    v128.store(at, v128.shuffle<i32>(mixed, blues, 0, 1, 4, 2));
    v128.store64_lane(at + 16, v128.shuffle<i32>(mixed, blues, 3, 5, 3, 5), 0);
  }
}
