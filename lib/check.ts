/**
 * An argument that cannot be used. The message says who refuses, what was expected and what was got.
 * @example
 * ```ts
 * import { ArgumentError, loadDigits, split } from "batchwise";
 *
 * try {
 *   split(loadDigits(), { seed: 0, valid: 1.5 });
 * } catch (error) {
 *   if (error instanceof ArgumentError) console.log(error.message);
 *   // split: valid must be a number from 0 to 1, got 1.5
 * }
 * ```
 */
export class ArgumentError extends Error {
  override readonly name = "ArgumentError";
}

/** A short, safe rendering of a rejected value for an error message. */
export function show(value: unknown): string {
  if (typeof value === "string")
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} of ${value.byteLength} bytes`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "function") return "a function";
  if (typeof value === "object" && value !== null)
    return `{ ${Object.keys(value).slice(0, 6).join(", ")} }`;
  return String(value);
}

/**
 * Fails with the project's one form of message: `who: what must be …, got …`.
 * @param what the argument and what it must be, as in `"batchSize must be a positive integer"`
 */
export function refuse(who: string, what: string, got: unknown): never {
  throw new ArgumentError(`${who}: ${what}, got ${show(got)}`);
}

/** `value` if it is an integer ≥ 1. */
export function positiveInteger(who: string, name: string, value: unknown): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 1)
    refuse(who, `${name} must be a positive integer`, value);
  return value;
}

/** `value` if it is a finite number > 0. */
export function positiveNumber(who: string, name: string, value: unknown): number {
  if (typeof value !== "number" || !Number.isFinite(value) || value <= 0)
    refuse(who, `${name} must be a positive number`, value);
  return value;
}

/** `value` if it is a finite number with `low` ≤ value ≤ `high`. */
export function numberBetween(
  who: string,
  name: string,
  value: unknown,
  low: number,
  high: number,
): number {
  if (typeof value !== "number" || !(value >= low && value <= high))
    refuse(who, `${name} must be a number from ${low} to ${high}`, value);
  return value;
}

/** `value` if it is one of `allowed`. */
export function oneOf<const T extends string>(
  who: string,
  name: string,
  value: unknown,
  allowed: readonly T[],
): T {
  const found = allowed.find((a) => a === value);
  if (found === undefined)
    refuse(who, `${name} must be one of ${allowed.map((a) => `"${a}"`).join(", ")}`, value);
  return found;
}

/** Marks the end of an exhaustive `switch` over a union. */
export function unreachable(value: never): never {
  throw new ArgumentError(`unknown kind: ${JSON.stringify(value)}`);
}
