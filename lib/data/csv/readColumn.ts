import { show } from "../../check.js";
import { DataError } from "../dataError.js";
import type { RawColumn } from "./csvReader.js";
import { looksNumeric, type NumberFormat, type Numbers, readNumbers } from "./numberFormat.js";
import { type CsvPlan, USUAL_MARKS } from "./options.js";
import { exactNumber, PLAIN_NUMBER } from "./plainNumber.js";

/** A column's cells, decided: numbers, or texts. */
export interface ReadColumn {
  readonly name: string;
  readonly missingMarks: ReadonlyMap<string, number>;
  readonly notes: readonly string[];
  readonly cells:
    | {
        readonly kind: "number";
        /** (rows,), NaN where missing. */
        readonly values: Float64Array;
        readonly digits: number;
        readonly format: NumberFormat;
        readonly texts?: readonly string[];
      }
    | {
        readonly kind: "text";
        readonly texts: readonly string[];
        /** (rows,) */
        readonly ids: Int32Array;
        /** For each text, whether it stands for a missing cell. */
        readonly isMissing: readonly boolean[];
      };
}

/** What the reading of one column needs to know of the file. */
export interface FileContext {
  readonly file: string;
  readonly lines: Uint32Array;
  readonly plan: CsvPlan;
  /** The mark before decimals in columns of numbers. */
  readonly decimal: "." | ",";
  /** Decimal marks that other columns show without doubt. */
  readonly shown: ReadonlySet<"." | ",">;
}

/** A mostly numeric column with so many different cells at most may be categories that happen to be numbers. */
const MOST_LEVELS = 20;

interface Text {
  readonly text: string;
  readonly id: number;
  readonly count: number;
  readonly row: number;
}

type TextColumn = Extract<RawColumn, { kind: "text" }>;

/** Each text with how often and where first it stands. */
function tally({ texts, ids }: TextColumn): Text[] {
  const counts = new Int32Array(texts.length);
  const rows = new Int32Array(texts.length).fill(-1);
  ids.forEach((id, row) => {
    if (counts[id]++ === 0) rows[id] = row;
  });
  return texts.map((text, id) => ({ text, id, count: counts[id], row: rows[id] }));
}

/** What a column of texts can be read as: its cells that are not missing, and the ways to read them as numbers. */
export function readingsOf(
  column: TextColumn,
  plan: CsvPlan,
): {
  readonly present: readonly Text[];
  readonly missing: readonly Text[];
  readonly ways: readonly Numbers[];
} {
  const all = tally(column).filter(({ count }) => count > 0);
  const empty = plan.missingMarks ?? new Set([""]);
  const sure = all.filter(({ text }) => !empty.has(text));
  // Usual marks count where all others are numbers.
  const marks = new Set(plan.missingMarks === undefined ? USUAL_MARKS : []);
  const present = sure.filter(({ text }) => !marks.has(text));
  const ways =
    present.length === 0
      ? []
      : readNumbers(
          present.map(({ text }) => text),
          plan,
        );
  const kept = ways.length > 0 || present.length === 0 ? present : sure;
  const keptIds = new Set(kept.map(({ id }) => id));
  return { present: kept, missing: all.filter(({ id }) => !keptIds.has(id)), ways };
}

/** Decides what a column is. @param asCategory whether it is wanted as texts, whatever its cells are */
export function readColumn(
  name: string,
  raw: RawColumn,
  asCategory: boolean,
  { file, lines, plan, decimal, shown }: FileContext,
): ReadColumn {
  if (raw.kind === "number") {
    const digits = raw.mostDigits;
    const values = raw.values();
    const comma =
      plan.decimal === undefined && decimal === ","
        ? values.find((value) => value % 1 !== 0 && !Number.isNaN(value))
        : undefined;
    const found = comma === undefined ? [] : [commaNote(String(comma).replace(".", ","), comma)];
    return {
      name,
      missingMarks: raw.marks,
      notes: [...markNotes(raw.marks), ...found],
      cells: { kind: "number", values, digits, format: { decimal, thousands: "" } },
    };
  }
  const where = ({ text, row }: Text): string => `${show(text)} in line ${lines[row]}`;
  const column = `${file}: column ${JSON.stringify(name)}`;
  const { present, missing, ways } = readingsOf(raw, plan);
  const missingMarks = new Map(missing.map(({ text, count }) => [text, count]));
  const asTexts = (notes: readonly string[]): ReadColumn => {
    const isMissing = raw.texts.map(() => false);
    for (const { id } of missing) isMissing[id] = true;
    const cells = { kind: "text", texts: raw.texts, ids: raw.ids, isMissing } as const;
    return { name, missingMarks, notes: [...markNotes(missingMarks), ...notes], cells };
  };
  if (asCategory) return asTexts(markWords(present));
  if (ways.length > 0) {
    const numbers = choose(column, present, ways, shown, lines);
    const values = new Float64Array(raw.texts.length).fill(Number.NaN);
    present.forEach(({ id }, i) => {
      values[id] = numbers.values[i];
    });
    const lost = present.findIndex(({ text }, i) => isBeyondFloat64(text, numbers.values[i]));
    if (lost >= 0)
      throw new DataError(
        `${column}: ${where(present[lost])} has more digits than a number can hold; leave the column out by ignore, or read it as categories`,
      );
    return {
      name,
      missingMarks,
      notes: [...markNotes(missingMarks), ...formatNotes(present, numbers)],
      cells: {
        kind: "number",
        values: Float64Array.from(raw.ids, (id) => values[id]),
        digits: Number.POSITIVE_INFINITY,
        format: numbers.format,
        texts: raw.texts,
      },
    };
  }
  return asTexts(oddNotes(column, present, where));
}

/** Notes on, or the refusal of, a column of texts that looks as if it held numbers. */
function oddNotes(
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
function markWords(present: readonly Text[]): string[] {
  const marks = present.filter(({ text }) => USUAL_MARKS.includes(text));
  return marks.map(
    ({ text, count }) =>
      `${show(text)} (${cells(count)}) is read as a category; if it means a missing cell, name it in missingMarks`,
  );
}

function markNotes(marks: ReadonlyMap<string, number>): string[] {
  return [...marks]
    .filter(([mark]) => mark !== "")
    .map(([mark, count]) => `${show(mark)} is taken for missing in ${cells(count)}`);
}

function cells(count: number): string {
  return count === 1 ? "1 cell" : `${count} cells`;
}

function choose(
  column: string,
  present: readonly Text[],
  ways: readonly Numbers[],
  shown: ReadonlySet<"." | ",">,
  lines: Uint32Array,
): Numbers {
  const known = ways.filter(({ format }) => shown.has(format.decimal));
  if (ways.length === 1) return ways[0];
  if (shown.size === 1 && known.length === 1) return known[0];
  if (present.every(({ text }) => PLAIN_NUMBER.test(text))) return ways[0];
  const at = present.findIndex((_, i) => ways[0].values[i] !== ways[1].values[i]);
  const { text, row } = present[at];
  const [a, b] = ways.map(({ values }) => values[at]);
  throw new DataError(
    `${column}: ${show(text)} in line ${lines[row]} may be ${a} or ${b}; say which by decimal: "." or decimal: ","`,
  );
}

/** Whether a whole number has digits that are not those of its float64 value. */
function isBeyondFloat64(text: string, value: number): boolean {
  return /^[-+]?\d{16,}$/.test(text) && exactNumber(text) !== exactNumber(String(value));
}

function commaNote(text: string, value: number): string {
  return `decimal comma: ${show(text)} is read as ${value}`;
}

function formatNotes(present: readonly Text[], numbers: Numbers): string[] {
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
