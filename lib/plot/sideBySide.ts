/** Between neighbouring lines, as a share of the axis; and together, as a share of the way to the next point. */
const STEP = 0.012;
const MOST = 0.5;

/**
 * Places for the points of `count` lines that stand at the same `x`, so that the whiskers of one do not cover those
 * of another: for each line a function that moves a value a little aside. On a log axis it moves by a factor.
 */
export function sideBySide(
  x: readonly (number | null)[],
  count: number,
  log: boolean,
): readonly ((value: number | null) => number | null)[] {
  const scale = (value: number): number => (log ? Math.log(value) : value);
  const shown = x.filter((value): value is number => value !== null && (!log || value > 0));
  const places = [...new Set(shown.map(scale))].sort((a, b) => a - b);
  const gaps = places.slice(1).map((place, i) => place - places[i]);
  const span = gaps.reduce((sum, gap) => sum + gap, 0);
  const step = gaps.length === 0 ? 0 : Math.min(STEP * span, (MOST * Math.min(...gaps)) / count);
  return Array.from({ length: count }, (_, i) => {
    const aside = step * (i - (count - 1) / 2);
    return (value) => {
      if (value === null || (log && value <= 0)) return value;
      return log ? value * Math.exp(aside) : value + aside;
    };
  });
}
