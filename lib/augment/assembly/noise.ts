import { logarithm } from "./logarithm";
import { held } from "./stretch";

const TWO_POW_MINUS_31: f64 = 1.0 / 2147483648.0;

/** Half of a generator's state in memory, the upper word first. */
function loadState(at: usize): u64 {
  return ((<u64>load<u32>(at)) << 32) | <u64>load<u32>(at + 4);
}

function storeState(at: usize, half: u64): void {
  store<u32>(at, <u32>(half >> 32));
  store<u32>(at + 4, <u32>half);
}

/**
 * Fills memory with points (u, v) uniform in the unit disc, without its centre: draws them from the square around it, and writes the next one
 * over a point that does not count, for a branch would be guessed wrong too often. It draws from xoroshiro128+ (Blackman & Vigna 2018) as
 * `Rng.uint32` does.
 */
function drawPoints(from: usize, to: usize, state: usize): void {
  let s0 = loadState(state);
  let s1 = loadState(state + 8);
  let at = from;
  while (at < to) {
    const u = <f64>(<u32>(s0 + s1)) * TWO_POW_MINUS_31 - 1;
    let both = s0 ^ s1;
    s0 = rotl<u64>(s0, 24) ^ both ^ (both << 16);
    s1 = rotl<u64>(both, 37);
    const v = <f64>(<u32>(s0 + s1)) * TWO_POW_MINUS_31 - 1;
    both = s0 ^ s1;
    s0 = rotl<u64>(s0, 24) ^ both ^ (both << 16);
    s1 = rotl<u64>(both, 37);
    const square = u * u + v * v;
    store<f64>(at, u);
    store<f64>(at + 8, v);
    at += (<usize>(<i32>(square < 1) & <i32>(square > 0))) << 4;
  }
  storeState(state, s0);
  storeState(state + 8, s1);
}

/**
 * Adds normal noise to n values of an image, held within [0, 1], by Marsaglia's polar method (Marsaglia & Bray 1964): a point uniform in the
 * unit disc gives two normal values. There is room for the points, 16 bytes for every two values, and the generator's state is at `state`.
 */
export function noise(image: usize, n: i32, deviation: f64, points: usize, state: usize): void {
  const end = points + 16 * ((<usize>n + 1) / 2);
  drawPoints(points, end, state);
  let at = image;
  for (let point = points; point < end; point += 32) {
    const first = v128.load(point);
    const second = v128.load(point + 16);
    const squares = f64x2.mul(first, first);
    const others = f64x2.mul(second, second);
    const distance = f64x2.add(
      v128.shuffle<i64>(squares, others, 0, 2),
      v128.shuffle<i64>(squares, others, 1, 3),
    );
    const logarithms = f64x2.mul(f64x2.splat(-2), logarithm(distance));
    const root = f64x2.sqrt(f64x2.div(logarithms, distance));
    const radius = f64x2.mul(f64x2.splat(deviation), root);
    const four = v128.load(at);
    const low = f64x2.mul(v128.shuffle<i64>(radius, radius, 0, 0), first);
    const high = f64x2.mul(v128.shuffle<i64>(radius, radius, 1, 1), second);
    const start = held(f64x2.add(f64x2.promote_low_f32x4(four), low));
    const upper = v128.shuffle<i64>(four, four, 1, 1);
    const rest = held(f64x2.add(f64x2.promote_low_f32x4(upper), high));
    v128.store(
      at,
      v128.shuffle<i64>(f32x4.demote_f64x2_zero(start), f32x4.demote_f64x2_zero(rest), 0, 2),
    );
    at += 16;
  }
}
