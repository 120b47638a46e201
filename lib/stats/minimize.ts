const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Where `f` is smallest between `low` and `high`, by golden section to `tolerance`; f must have one minimum there. */
export function goldenSection(
  f: (x: number) => number,
  low: number,
  high: number,
  tolerance = 1e-9,
): number {
  let a = low;
  let b = high;
  let c = b - GOLDEN * (b - a);
  let d = a + GOLDEN * (b - a);
  let fc = f(c);
  let fd = f(d);
  // Far from 0 doubles lie farther apart than the tolerance; then no point is left between two others.
  while (b - a > tolerance && a < c && c < d && d < b) {
    if (fc <= fd) {
      b = d;
      d = c;
      fd = fc;
      c = b - GOLDEN * (b - a);
      fc = f(c);
    } else {
      a = c;
      c = d;
      fc = fd;
      d = a + GOLDEN * (b - a);
      fd = f(d);
    }
  }
  return (a + b) / 2;
}
