/** A number far below 1, from which weights can rise over 590 powers of ten. */
const FIRST_WEIGHT = 1e-290;
const NEGLIGIBLE = 1e-17;

/**
 * The mean of H(m − 1) over all orders of points at equal distances: `nearer` points come first, then
 * `level.all` in any order, `level.own` of them of one class, and the `wanted`-th of the class is the m-th
 * of all. Its place among the level ones has a negative hypergeometric distribution.
 * @param harmonic H(0), H(1), …
 */
export function meanHarmonic(
  harmonic: Float64Array,
  nearer: number,
  level: { readonly own: number; readonly all: number },
  wanted: number,
): number {
  const others = level.all - level.own;
  let weight = FIRST_WEIGHT;
  let total = 0;
  let sum = 0;
  for (let place = wanted; place <= wanted + others; place++) {
    total += weight;
    sum += weight * harmonic[nearer + place - 1];
    // The probability of the next place by that of this one.
    const ratio =
      ((place / (place - wanted + 1)) * (wanted + others - place)) / (level.all - place);
    if (ratio < 1 && weight < NEGLIGIBLE * total) break;
    weight *= ratio;
  }
  return sum / total;
}
