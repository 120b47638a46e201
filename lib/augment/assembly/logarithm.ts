const FRACTION: i64 = 0x000fffffffffffff;
const ONE: i64 = 0x3ff0000000000000;
/** Added to a fraction, it carries where the number is above √2. */
const ABOVE_ROOT: i64 = 0x00095f6400000000;
/** The exponent of 2^52: with it, the lowest bits are a whole number. */
const WHOLE: i64 = 0x4330000000000000;
const WHOLE_AND_BIAS: f64 = 4503599627370496.0 + 1023.0;
const LN2_HIGH: f64 = 0.6931471803691238;
const LN2_LOW: f64 = 1.9082149292705877e-10;

/** a + w · b */
function plus(a: f64, w: v128, b: v128): v128 {
  return f64x2.add(f64x2.splat(a), f64x2.mul(w, b));
}

/**
 * ln x of two lanes, x above 0 and normal, to the last bit or the one before. x = 2^k · (1 + f) with 1 + f between √½ and √2, and a polynomial
 * in f / (2 + f), as in FreeBSD's C library (e_log.c, Sun Microsystems 1993).
 */
export function logarithm(x: v128): v128 {
  const fraction = v128.and(x, i64x2.splat(FRACTION));
  const carry = v128.andnot(i64x2.add(fraction, i64x2.splat(ABOVE_ROOT)), i64x2.splat(FRACTION));
  const exponent = i64x2.add(i64x2.shr_u(x, 52), i64x2.shr_u(carry, 52));
  const k = f64x2.sub(v128.or(exponent, i64x2.splat(WHOLE)), f64x2.splat(WHOLE_AND_BIAS));
  const reduced = v128.or(fraction, v128.xor(carry, i64x2.splat(ONE)));
  const f = f64x2.sub(reduced, f64x2.splat(1));
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2), f));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  let even = plus(0.22222198432149784, w, f64x2.splat(0.15313837699209373));
  even = f64x2.mul(w, plus(0.3999999999940942, w, even));
  let odd = plus(0.1818357216161805, w, f64x2.splat(0.14798198605116586));
  odd = plus(0.2857142874366239, w, odd);
  odd = f64x2.mul(z, plus(0.6666666666666735, w, odd));
  const half = f64x2.mul(f64x2.splat(0.5), f64x2.mul(f, f));
  const rest = f64x2.mul(s, f64x2.add(half, f64x2.add(odd, even)));
  const low = f64x2.add(rest, f64x2.mul(k, f64x2.splat(LN2_LOW)));
  return f64x2.sub(f64x2.mul(k, f64x2.splat(LN2_HIGH)), f64x2.sub(f64x2.sub(half, low), f));
}
