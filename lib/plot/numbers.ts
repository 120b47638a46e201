/** A number with `digits` after the point and a true minus sign, which zero never has; ∞ for the infinities. */
export function fixed(value: number, digits: number): string {
  const text = Number.isFinite(value) ? value.toFixed(digits) : String(value);
  const minus = Number(text) === 0 ? "" : "−";
  return text.replace("-", minus).replace("Infinity", "∞");
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

/** The least and the greatest of some numbers in words: `3.7 to 5.3`. */
export function extent(values: readonly number[], digits: number): string {
  return `${fixed(Math.min(...values), digits)} to ${fixed(Math.max(...values), digits)}`;
}

/** A ratio that was estimated in doublings, as a factor with its interval: `6.5 × (6.1 to 7)`, in two digits. */
export function factorWithInterval({
  estimate,
  low,
  high,
}: {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}): string {
  const [middle, from, to] = [estimate, low, high].map((doublings) =>
    String(Number((2 ** doublings).toPrecision(2))),
  );
  return `${middle} × (${from} to ${to})`;
}
