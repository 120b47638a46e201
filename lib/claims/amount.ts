import { rounded, type Shown } from "./rounding.js";
import { minus } from "./units.js";

/** What a figure of an answer counts, and how a reader takes it. */
export type AmountUnit =
  /** Percentage points. */
  | "points"
  | "seconds"
  /** A part of 1, read as %. */
  | "share"
  /** Already in %. */
  | "%"
  /** A batch size. */
  | "examples"
  /** Base-2 logarithms of a ratio, read as the ratio. */
  | "doublings"
  | "ratio"
  /** A number without a unit. */
  | "number";

const asItIs = (value: number): number => value;
const READ: Readonly<Record<AmountUnit, (value: number) => number>> = {
  points: asItIs,
  seconds: asItIs,
  share: (value) => 100 * value,
  "%": asItIs,
  examples: asItIs,
  doublings: (value) => 2 ** value,
  ratio: asItIs,
  number: asItIs,
};
const SIGN: Readonly<Record<AmountUnit, string>> = {
  points: " points",
  seconds: " s",
  share: " %",
  "%": " %",
  examples: "",
  doublings: " ×",
  ratio: " ×",
  number: "",
};

/**
 * An estimate with its interval, as in `0.77 points [0.50, 1.08]`: as many digits as the interval's width allows.
 * @param limits no end of the interval is rounded to one of them, in the figure's own unit
 */
export function amount(
  { estimate, low, high }: Shown,
  unit: AmountUnit,
  limits: readonly number[] = [0],
): string {
  const { read, sign } = readingOf(unit, estimate);
  const [from, to] = [read(low), read(high)];
  if (from === to) return `${plainAmount(estimate, unit)} (no interval)`;
  const shown = rounded({ estimate: read(estimate), low: from, high: to }, limits.map(read));
  return `${shown.estimate}${sign} [${shown.low}, ${shown.high}]`;
}

/** A figure with its unit and three significant digits. */
export function plainAmount(value: number, unit: AmountUnit): string {
  const { read, sign } = readingOf(unit, value);
  const figure = read(value);
  const digits = Number.isFinite(figure) ? minus(String(Number(figure.toPrecision(3)))) : "∞";
  return `${digits}${sign}`;
}

/** How a unit is read at this size: less than a second in milliseconds. */
function readingOf(
  unit: AmountUnit,
  size: number,
): { readonly read: (value: number) => number; readonly sign: string } {
  return unit === "seconds" && size < 1
    ? { read: (value) => 1000 * value, sign: " ms" }
    : { read: READ[unit], sign: SIGN[unit] };
}
