import { inspect } from "node:util";

const MOST_CHARACTERS = 80;
const DIGITS = 10;

/** Text that would read as a value of another kind. */
const AMBIGUOUS = /^(?:\s*|NaN|null|undefined|true|false|-?\d+n)$/;

/**
 * A value as a table's cell shows it: in one line, and no two kinds alike. Numbers keep their integer part
 * and ten significant digits or more; text that reads as something else, such as "12" or "", is quoted.
 * @param {unknown} value
 */
export function cellText(value) {
  if (typeof value === "number") return numberText(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "string" && !isAmbiguous(value)) return cut(value);
  return typeof value === "string" ? `"${cut(value)}"` : cut(objectText(value));
}

/**
 * The name of a column or a row.
 * @param {unknown} name
 */
export const nameText = (name) => (typeof name === "string" ? cut(name) : cellText(name));

/** @param {string} text */
const isAmbiguous = (text) => AMBIGUOUS.test(text) || !Number.isNaN(Number(text));

/** @param {number} value */
function numberText(value) {
  if (Object.is(value, -0)) return "-0";
  if (!Number.isFinite(value) || Number.isInteger(value)) return String(value);
  const rounded = Number(value.toPrecision(DIGITS));
  return String(Math.trunc(rounded) === Math.trunc(value) ? rounded : value);
}

/** @param {any} value what is no number and no text; a getter or a proxy of it may throw */
function objectText(value) {
  try {
    if (value instanceof Date)
      return Number.isNaN(value.getTime())
        ? "Invalid Date"
        : value.toISOString().replace("T00:00:00.000Z", "");
    if (value instanceof Error) return `${value.name}: ${value.message}`;
    if (Array.isArray(value?.shape) && !Array.isArray(value))
      return `${value.constructor?.name ?? "Object"} ${value.shape.join(" × ")}`; // a table or a tensor
    return inspect(value, {
      depth: 2,
      breakLength: Number.POSITIVE_INFINITY,
      compact: true,
      maxArrayLength: 10,
      maxStringLength: MOST_CHARACTERS,
    });
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** @param {string} text */
const oneLine = (text) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what would break the line
  text.replace(/[\u0000-\u001f]/g, (character) => JSON.stringify(character).slice(1, -1));

/** @param {string} text */
function cut(text) {
  const characters = [...text.slice(0, 2 * MOST_CHARACTERS)];
  if (characters.length <= MOST_CHARACTERS) return oneLine(text);
  return `${oneLine(characters.slice(0, MOST_CHARACTERS - 1).join(""))}…`;
}
