import { refuse } from "../../check.js";

/** Checks one value; `path` is where it stands, as in "config.optimizer.learningRate". */
export type Check = (who: string, path: string, value: unknown) => void;

/** Marks a field that may be left out. */
export function optional(check: Check): Check {
  return (who, path, value) => {
    if (value !== undefined) check(who, path, value);
  };
}

/** An object with exactly these fields, each as its check wants it. */
export function object(fields: Readonly<Record<string, Check>>): Check {
  return (who, path, value) => {
    const record = asRecord(who, path, value);
    for (const key of Object.keys(record))
      if (!Object.hasOwn(fields, key))
        refuse(who, `${path} must have no fields but ${Object.keys(fields).join(", ")}`, key);
    for (const [key, check] of Object.entries(fields)) check(who, `${path}.${key}`, record[key]);
  };
}

/** One of several objects, told apart by their `kind`. */
export function union(kinds: Readonly<Record<string, Readonly<Record<string, Check>>>>): Check {
  return (who, path, value) => {
    const { kind } = asRecord(who, path, value);
    const names = Object.keys(kinds);
    if (typeof kind !== "string" || !names.includes(kind))
      refuse(who, `${path}.kind must be ${choice(names)}`, kind);
    object({ kind: anything, ...kinds[kind] })(who, path, value);
  };
}

/** An object with exactly one of these fields. */
export function oneField(fields: Readonly<Record<string, Check>>): Check {
  return (who, path, value) => {
    const record = asRecord(who, path, value);
    const keys = Object.keys(record);
    const [key] = keys;
    if (keys.length !== 1 || !Object.hasOwn(fields, key))
      refuse(
        who,
        `${path} must be an object with one field, ${choice(Object.keys(fields))}`,
        value,
      );
    fields[key](who, `${path}.${key}`, record[key]);
  };
}

/** An array with at least one entry. */
export function list(check: Check): Check {
  return (who, path, value) => {
    if (!Array.isArray(value) || value.length === 0)
      refuse(who, `${path} must be an array with at least one entry`, value);
    value.forEach((entry, i) => void check(who, `${path}[${i}]`, entry));
  };
}

/** One of these strings. */
export function among(...values: readonly string[]): Check {
  return (who, path, value) => {
    if (typeof value !== "string" || !values.includes(value))
      refuse(who, `${path} must be ${choice(values)}`, value);
  };
}

/** A number that `holds`; `what` says which, as in "a positive number". */
export function number(what: string, holds: (value: number) => boolean): Check {
  return (who, path, value) => {
    if (typeof value !== "number" || !Number.isFinite(value) || !holds(value))
      refuse(who, `${path} must be ${what}`, value);
  };
}

export const positive: Check = number("a positive number", (v) => v > 0);
export const nonNegative: Check = number("a number from 0 up", (v) => v >= 0);
/** A share that leaves something: 0 ≤ value < 1. */
export const belowOne: Check = number("a number from 0 to less than 1", (v) => v >= 0 && v < 1);
export const wholePositive: Check = number(
  "a positive integer",
  (v) => v > 0 && Number.isSafeInteger(v),
);
export const wholeNonNegative: Check = number(
  "an integer from 0 up",
  (v) => v >= 0 && Number.isSafeInteger(v),
);

export const boolean: Check = (who, path, value) => {
  if (typeof value !== "boolean") refuse(who, `${path} must be true or false`, value);
};

function anything(): void {}

function choice(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(" or ");
}

function asRecord(who: string, path: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    refuse(who, `${path} must be an object`, value);
  return Object.fromEntries(Object.entries(value));
}
