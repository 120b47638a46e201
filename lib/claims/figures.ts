import type { ConditionRow } from "./claimRow.js";

/** Three significant digits, with a true minus sign. */
export function digits(value: number): string {
  return String(Number(value.toPrecision(3))).replaceAll("-", "−");
}

/** The effect with its interval, as in `0.42 [0.1, 0.81] percentage points, n = 20`. */
export function figures({ effect, low, high, unit, n, smallestDetectable }: ConditionRow): string {
  return smallestDetectable === null
    ? `${digits(effect)} ${unit}, exact`
    : `${digits(effect)} [${digits(low)}, ${digits(high)}] ${unit}, n = ${n}`;
}

/** The smallest effect that the design would have seen; nothing for an exact figure. */
export function visible({ smallestDetectable, unit }: ConditionRow): string {
  if (smallestDetectable === null) return "";
  return smallestDetectable === 0
    ? "the same for every pair"
    : `would detect ${digits(smallestDetectable)} ${unit} with 80 % power`;
}
