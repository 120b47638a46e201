/**
 * A counter-based generator (Widynski 2020, "Squares: a fast counter-based RNG", the 32-bit form):
 * the same key and counter always give the same bits, so nothing is stored between steps.
 */
function squares32(counter: u64, key: u64): u32 {
  const y = counter * key;
  const z = y + key;
  let x = y;
  x = x * x + y;
  x = (x >> 32) | (x << 32);
  x = x * x + z;
  x = (x >> 32) | (x << 32);
  x = x * x + y;
  x = (x >> 32) | (x << 32);
  return <u32>((x * x + z) >> 32);
}

/** out (n) = 1 / keep with probability `keep`, else 0. */
export function dropoutMask(out: usize, n: i32, keep: f64, key: i64, step: i32): void {
  const limit = <u64>(keep * 4294967296.0);
  const kept = <f32>(1.0 / keep);
  const first = <u64>step * <u64>n;
  for (let i: usize = 0; i < <usize>n; i++) {
    const bits = <u64>squares32(first + <u64>i, <u64>key);
    store<f32>(out + 4 * i, bits < limit ? kept : 0);
  }
}
