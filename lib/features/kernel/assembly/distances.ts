// Squared distances between rows of float64, two numbers at a time (f64x2).

/** out[j] = |x_i − x_j|² for `count` rows j from the one at `x`; `own` is the address of row i. */
export function distances(own: usize, x: usize, features: i32, count: i32, out: usize): void {
  const pairs: usize = (features >> 1) << 4;
  const odd = features & 1;
  let at = x;
  for (let j = 0; j < count; j++) {
    let sums = f64x2.splat(0);
    for (let f: usize = 0; f < pairs; f += 16) {
      const difference = f64x2.sub(v128.load(own + f), v128.load(at + f));
      sums = f64x2.add(sums, f64x2.mul(difference, difference));
    }
    at += pairs;
    let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
    if (odd) {
      const difference = load<f64>(own + pairs) - load<f64>(at);
      sum += difference * difference;
      at += 8;
    }
    store<f64>(out + 8 * j, sum);
  }
}
