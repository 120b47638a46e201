/** A number with `digits` after the point and a true minus sign. */
export function fixed(value: number, digits: number): string {
  return value.toFixed(digits).replace("-", "−");
}

/** An estimate with its interval in words: `4.5 (3.7 to 5.3)`. */
export function withInterval(
  {
    estimate,
    low,
    high,
  }: { readonly estimate: number; readonly low: number; readonly high: number },
  digits: number,
): string {
  return `${fixed(estimate, digits)} (${fixed(low, digits)} to ${fixed(high, digits)})`;
}
