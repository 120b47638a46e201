import { show } from "../../check.js";
import { DataError } from "../dataError.js";
import { looksNumeric, type Numbers } from "./numberFormat.js";
import { USUAL_MARKS } from "./options.js";
import { PLAIN_NUMBER } from "./plainNumber.js";

/** A mostly numeric column with so many different cells at most may be categories that happen to be numbers. */
const MOST_LEVELS = 20;

/** A text of a column, with how often and where first it stands. */
export interface Text {
  readonly text: string;
  readonly id: number;
  readonly count: number;
  readonly row: number;
}

/** Notes on, or the refusal of, a column of texts that looks as if it held numbers. */
export function oddNotes(
  column: string,
  present: readonly Text[],
  where: (text: Text) => string,
): string[] {
  const numeric = present.filter(({ text }) => looksNumeric(text));
  const rows = (some: readonly Text[]): number => some.reduce((sum, { count }) => sum + count, 0);
  const dates = present.filter(({ text }) =>
    /^\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:[T ].*)?$|^\d{1,2}:\d\d/.test(text),
  );
  if (dates.length > 0 && 2 * rows(dates) >= rows(present))
    return [
      `holds dates or times, such as ${where(dates[0])}, which are read as categories; write them as numbers (days, seconds) to read them so`,
    ];
  if (2 * rows(numeric) < rows(present)) {
    const measures = withOneUnit(present);
    if (2 * rows(measures) < rows(present)) return markWords(present);
    const what = `holds numbers with a unit, such as ${where(measures[0])}, which are no number column`;
    if (present.length > MOST_LEVELS)
      throw new DataError(
        `${column} ${what}; take the unit out, or name the column in categories to read its ${present.length} different cells as categories`,
      );
    return [`${what} but categories; take the unit out to read them as numbers`];
  }
  const plain = (text: string): boolean => PLAIN_NUMBER.test(text);
  const odd =
    present.find(({ text }) => !looksNumeric(text)) ??
    present.find(({ text }) => !plain(text)) ??
    present[0];
  const infinite = /^[-+]?(?:inf(?:inity)?|∞)$/i.test(odd.text);
  const mend = infinite
    ? "infinite values cannot be used: mend the cell, or name it in missingMarks"
    : "mend the cell, name it in missingMarks if it means a missing one, or say how numbers are written by decimal and thousands";
  if (infinite || present.length > MOST_LEVELS)
    throw new DataError(
      `${column} looks like numbers, but it is not a number column because of ${where(odd)}; ${mend}, or name the column in categories to read its ${present.length} different cells as categories`,
    );
  return [`mostly numbers, but read as categories because of ${where(odd)}; ${mend}`];
}

/** Numbers that are all followed by one unit, such as 5 kg, or begin with 0x. */
function withOneUnit(present: readonly Text[]): Text[] {
  const unitOf = (text: string): string | undefined =>
    /^0x[\da-f]+$/i.test(text) ? "0x" : /^[-+]?\d[\d.,']*\s*([^\d\s].*)$/.exec(text)?.[1];
  const first = present.map(({ text }) => unitOf(text)).find((unit) => unit !== undefined);
  return present.filter(({ text }) => first !== undefined && unitOf(text) === first);
}

/** Notes on words that are categories but often mean a missing cell. */
export function markWords(present: readonly Text[]): string[] {
  const marks = present.filter(({ text }) => USUAL_MARKS.includes(text));
  return marks.map(
    ({ text, count }) =>
      `${show(text)} (${cells(count)}) is read as a category; if it means a missing cell, name it in missingMarks`,
  );
}

export function markNotes(marks: ReadonlyMap<string, number>): string[] {
  return [...marks]
    .filter(([mark]) => mark !== "")
    .map(([mark, count]) => `${show(mark)} is taken for missing in ${cells(count)}`);
}

function cells(count: number): string {
  return count === 1 ? "1 cell" : `${count} cells`;
}

export function commaNote(text: string, value: number): string {
  return `decimal comma: ${show(text)} is read as ${value}`;
}

export function formatNotes(present: readonly Text[], numbers: Numbers): string[] {
  const { format, unit, minus, grouped, showsDecimal } = numbers;
  const notes: string[] = [];
  if (showsDecimal && format.decimal === ",") {
    const i = present.findIndex(({ text }) => text.includes(","));
    notes.push(commaNote(present[i].text, numbers.values[i]));
  }
  if (grouped !== undefined)
    notes.push(`marks between thousands: ${show(grouped.text)} is read as ${grouped.value}`);
  if (minus !== undefined) notes.push(`minus: ${show(minus.text)} is read as ${minus.value}`);
  if (unit !== "")
    notes.push(
      `read without the sign ${show(unit)}: ${show(present[0].text)} is read as ${numbers.values[0]}`,
    );
  const code = present.findIndex(({ text }) => /^[+-]?0\d/.test(text));
  if (code >= 0)
    notes.push(
      `${show(present[code].text)} is read as ${numbers.values[code]}; if these are codes, name the column in categories`,
    );
  return notes;
}
