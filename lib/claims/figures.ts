import type { ConditionRow } from "./claimRow.js";
import { inWords, minus, READINGS } from "./units.js";

/** A number with its unit, and its interval where it has one, else nothing. */
export interface Figures {
  readonly number: string;
  readonly interval: string;
}

/** The effect as in `0.77 points` and `[0.50, 1.08]`: as many digits as the interval's width allows. */
export function numberAndInterval({
  effect,
  low,
  high,
  unit,
}: Pick<ConditionRow, "effect" | "low" | "high" | "unit">): Figures {
  if (low === high) return { number: inWords(effect, unit), interval: "" };
  const { read, sign } = READINGS[unit];
  const [from, to, none] = [read(low), read(high), read(0)];
  // Half the interval's width has two significant digits up to 35, else one: Review of Particle Physics (2024),
  // Introduction, "Rounding".
  const decimals = decimalsFor((to - from) / 7);
  const shown = (value: number, least = 0): string =>
    minus(value.toFixed(Math.max(decimals, least)));
  // An end on one side of no effect is not rounded to it.
  const end = (value: number): string =>
    shown(value, value === none ? 0 : decimalsFor(1.9 * Math.abs(value - none)));
  return { number: `${shown(read(effect))}${sign}`, interval: `[${end(from)}, ${end(to)}]` };
}

/** The least decimals that show a size as at least one unit of the last. */
function decimalsFor(size: number): number {
  return Math.min(20, Math.max(0, Math.ceil(-Math.log10(size))));
}

/**
 * The effect with its interval, as in `0.77 points [0.50, 1.08], n = 20`; or that there is none, as in
 * `all 20 values are 0 points`.
 */
export function figures(row: ConditionRow): string {
  const { low, high, n, unit, smallestDetectable } = row;
  const { per } = READINGS[unit];
  const { number, interval } = numberAndInterval(row);
  if (smallestDetectable === null) return `${number}${per}, exact`;
  return low === high
    ? `all ${n} values are ${number}${per}`
    : `${number} ${interval}${per}, n = ${n}`;
}

/** The smallest effect that the design would have seen; nothing for an exact figure. */
export function visible({ low, high, smallestDetectable, unit }: ConditionRow): string {
  if (smallestDetectable === null) return "";
  return low === high
    ? "no interval: they do not differ"
    : `would detect ${inWords(smallestDetectable, unit)} with 80 % power`;
}
