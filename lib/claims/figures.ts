import type { ConditionRow } from "./claimRow.js";

/** Three significant digits, with a true minus sign. */
export function digits(value: number): string {
  return String(Number(value.toPrecision(3))).replaceAll("-", "−");
}

/**
 * The effect with its interval, as in `0.42 [0.1, 0.81] percentage points, n = 20`; or that there is none, as in
 * `all 20 values are 0 percentage points`.
 */
export function figures({ effect, low, high, unit, n, smallestDetectable }: ConditionRow): string {
  if (smallestDetectable === null) return `${digits(effect)} ${unit}, exact`;
  return low === high
    ? `all ${n} values are ${digits(effect)} ${unit}`
    : `${digits(effect)} [${digits(low)}, ${digits(high)}] ${unit}, n = ${n}`;
}

/** The smallest effect that the design would have seen; nothing for an exact figure. */
export function visible({ low, high, smallestDetectable, unit }: ConditionRow): string {
  if (smallestDetectable === null) return "";
  return low === high
    ? "no interval: they do not differ"
    : `would detect ${digits(smallestDetectable)} ${unit} with 80 % power`;
}
