import { positiveInteger, refuse } from "../check.js";
import type { Estimate } from "../stats/estimate.js";

/** The own values of an object, by name. */
export function fieldsOf(
  who: string,
  what: string,
  value: unknown,
): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    refuse(who, `${what} must be an object`, value);
  return Object.fromEntries(Object.entries(value));
}

/** Text of at most 80 characters. */
export function textOf(who: string, what: string, value: unknown): string {
  if (typeof value !== "string" || value.trim() === "" || value.length > 80)
    refuse(who, `${what} must be text of 1 to 80 characters`, value);
  return value;
}

/** Fails where a name is none of those known. */
export function knownNames(
  who: string,
  what: string,
  given: readonly string[],
  known: readonly string[],
): void {
  const unknown = given.find((name) => !known.includes(name));
  if (unknown !== undefined) refuse(who, `${what} must be among ${known.join(", ")}`, unknown);
}

/**
 * The figures of an estimate, and nothing else of it. JSON has no infinity: where one may be infinite, `null`
 * stands for it.
 */
export function estimateOf(
  who: string,
  name: string,
  value: unknown,
  { unbounded = false }: { readonly unbounded?: boolean } = {},
): Estimate {
  const fields = fieldsOf(who, name, value);
  const number = (key: string): number => {
    const found = fields[key];
    if (unbounded && key !== "level" && (found === null || found === Number.POSITIVE_INFINITY))
      return Number.POSITIVE_INFINITY;
    if (typeof found !== "number" || !Number.isFinite(found))
      refuse(who, `${key} of ${name} must be a finite number`, found);
    return found;
  };
  const [estimate, low, high] = [number("estimate"), number("low"), number("high")];
  if (low > high) refuse(who, `low of ${name} must be at most its high, ${high}`, low);
  const level = number("level");
  if (!(level >= 0.95 && level < 1))
    refuse(who, `level of ${name} must be a number from 0.95 to below 1`, level);
  const n = positiveInteger(who, `n of ${name}`, fields["n"]);
  return { estimate, low, high, level, n };
}
