import { refuse } from "../check.js";

/** Fails on names that are no options, so that `max_iter` is not ignored without a word. */
export function checkNames(who: string, options: object, names: readonly string[]): void {
  for (const name of Object.keys(options))
    if (!names.includes(name)) refuse(who, `options must be among ${names.join(", ")}`, name);
}

/** An integer ≥ 0. */
export function count(who: string, name: string, value: unknown): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0)
    refuse(who, `${name} must be an integer ≥ 0`, value);
  return value;
}

/** A finite number ≥ 0. */
export function nonNegative(who: string, name: string, value: unknown): number {
  if (typeof value !== "number" || !(value >= 0 && value < Number.POSITIVE_INFINITY))
    refuse(who, `${name} must be a number ≥ 0`, value);
  return value;
}

/** true or false. */
export function flag(who: string, name: string, value: unknown): boolean {
  if (typeof value !== "boolean") refuse(who, `${name} must be true or false`, value);
  return value;
}

/** A number > 0, Infinity allowed. */
export function inverseStrength(who: string, value: unknown): number {
  if (typeof value !== "number" || !(value > 0))
    refuse(who, "C must be a number > 0 or Infinity", value);
  return value;
}
