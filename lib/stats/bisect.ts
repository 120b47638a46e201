/**
 * Where the rising function `f` crosses zero between `low` and `high`, to the last bits of a double.
 * Without a crossing it returns the end that is nearer to one.
 */
export function bisect(f: (x: number) => number, low: number, high: number): number {
  let below = low;
  let above = high;
  for (;;) {
    const middle = below / 2 + above / 2;
    if (middle <= below || middle >= above) return middle;
    if (f(middle) < 0) below = middle;
    else above = middle;
  }
}
