import { refuse } from "../check.js";

/** Fails where no row has a number in a column, as accuracies where the target is real. */
export function checkMeasured(who: string, rows: readonly object[], column: string): void {
  if (rows.length > 0 && rows.every((row) => Number.isNaN(Reflect.get(row, column))))
    refuse(
      who,
      `column "${column}" must hold numbers; rows of a real target have ${mend(rows)}`,
      NaN,
    );
}

function mend(rows: readonly object[]): string {
  const known = ["rmse", "validRmse", "validLoss", "loss"].filter((name) => name in rows[0]);
  return known.map((name) => `"${name}"`).join(", ") || "their loss";
}

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
