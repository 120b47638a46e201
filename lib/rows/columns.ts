import { refuse } from "../check.js";

/** The number, infinite or NaN too, that a row has in a column. */
export function numberIn(who: string, row: object, column: string): number {
  const value: unknown = Reflect.get(row, column);
  return typeof value === "number"
    ? value
    : refuse(who, `column "${column}" must hold numbers`, value);
}

/** The finite number that a row has in a column. */
export function finiteIn(who: string, row: object, column: string): number {
  const value: unknown = Reflect.get(row, column);
  return typeof value === "number" && Number.isFinite(value)
    ? value
    : refuse(who, `column "${column}" must hold finite numbers`, value);
}
