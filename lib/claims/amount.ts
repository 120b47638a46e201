import type { Estimate } from "../stats/estimate.js";
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

/** An estimate as far as it is shown. */
export type Shown = Pick<Estimate, "estimate" | "low" | "high">;

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
  // Half the interval's width has two significant digits up to 35, else one: Review of Particle Physics (2024),
  // Introduction, "Rounding".
  const decimals = decimalsFor(((Number.isFinite(to) ? to : 2 * read(estimate)) - from) / 7);
  const end = (value: number): string =>
    shown(
      value,
      Math.max(
        decimals,
        ...limits
          .map((limit) => Math.abs(value - read(limit)))
          .filter((away) => away > 0)
          .map((away) => decimalsFor(1.9 * away)),
      ),
    );
  return `${shown(read(estimate), decimals)}${sign} [${end(from)}, ${end(to)}]`;
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

function shown(value: number, decimals: number): string {
  return Number.isFinite(value) ? minus(value.toFixed(decimals)) : "∞";
}

/** The least decimals that show a size as at least one unit of the last. */
function decimalsFor(size: number): number {
  return Math.min(6, Math.max(0, Math.ceil(-Math.log10(size))));
}
