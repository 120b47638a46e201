import type { ConditionRow } from "./claimRow.js";
import { rounded } from "./rounding.js";
import { inWords, READINGS } from "./units.js";

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
  const shown = rounded({ estimate: read(effect), low: read(low), high: read(high) }, [read(0)]);
  return { number: `${shown.estimate}${sign}`, interval: `[${shown.low}, ${shown.high}]` };
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
