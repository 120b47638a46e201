/** Up to this ratio of greatest to least, powers of ten alone would leave a log axis with one label or two. */
const FEW_DECADES = 50;

/** The labels 1, 2, 5, 10, … for a log axis that spans little more than a decade; none for a longer one. */
export function logTicks(values: readonly (number | null)[]): number[] | undefined {
  const positive = values.filter((value): value is number => value !== null && value > 0);
  if (positive.length === 0) return undefined;
  const [least, most] = positive.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, 0],
  );
  if (most > FEW_DECADES * least) return undefined;
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(least)); 10 ** power <= most; power++)
    // From text, for 10 ** −3 · 5 is no 0.005.
    for (const digit of [1, 2, 5]) ticks.push(Number(`${digit}e${power}`));
  return ticks;
}
