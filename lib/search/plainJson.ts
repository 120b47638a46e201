import { refuse } from "../check.js";

/** A plain JSON value, with NaN and the infinities besides. */
export type Plain =
  | string
  | number
  | boolean
  | null
  | readonly Plain[]
  | { readonly [key: string]: Plain };

const SPECIAL = "$number";

/**
 * One line of JSON that `parsePlain` reads back to an equal value. NaN, the infinities and −0, which
 * JSON lacks, become `{"$number":"NaN"}`; properties that are undefined are left out; anything else
 * that JSON would lose (functions, typed arrays, dates, maps) is refused with its path.
 */
export function plainJson(who: string, value: unknown): string {
  return JSON.stringify(plain(who, value, "", false));
}

/** As `plainJson`, with every object's keys in order: equal values give equal text. */
export function canonicalJson(who: string, value: unknown): string {
  return JSON.stringify(plain(who, value, "", true));
}

/** The value that `plainJson` or `canonicalJson` wrote; a SyntaxError if the text is no JSON. */
export function parsePlain(text: string): unknown {
  return JSON.parse(text, (_, value: unknown) => {
    if (typeof value !== "object" || value === null || !(SPECIAL in value)) return value;
    return Number(value[SPECIAL]);
  });
}

function plain(who: string, value: unknown, path: string, sorted: boolean): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") {
    if (Object.is(value, -0)) return { [SPECIAL]: "-0" };
    return Number.isFinite(value) ? value : { [SPECIAL]: String(value) };
  }
  if (Array.isArray(value))
    return value.map((item, i) => plain(who, item, `${path}[${i}]`, sorted));
  if (!isRecord(value)) refuse(who, `${path.slice(1) || "the value"} must be plain JSON`, value);
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  if (keys.includes(SPECIAL))
    refuse(who, `${path.slice(1) || "the value"} must not have the key "${SPECIAL}"`, value);
  if (sorted) keys.sort();
  return Object.fromEntries(
    keys.map((key) => [key, plain(who, value[key], `${path}.${key}`, sorted)]),
  );
}

/** Whether this is an object literal; those of another realm count too, instances of classes do not. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
