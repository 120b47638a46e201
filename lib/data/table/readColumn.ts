import { show } from "../../check.js";
import type { RawColumn } from "../cells/rawTable.js";
import { DataError } from "../dataError.js";
import {
  commaNote,
  formatNotes,
  markNotes,
  markWords,
  oddNotes,
  type Text,
} from "./columnNotes.js";
import { type NumberFormat, type Numbers, readNumbers } from "./numberFormat.js";
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
  /** A row's place, in words. */
  readonly place: (row: number) => string;
  readonly plan: CsvPlan;
  /** The mark before decimals in columns of numbers. */
  readonly decimal: "." | ",";
  /** Decimal marks that other columns show without doubt. */
  readonly shown: ReadonlySet<"." | ",">;
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
export interface Readings {
  readonly present: readonly Text[];
  readonly missing: readonly Text[];
  readonly ways: readonly Numbers[];
}

/** What a column of texts can be read as. */
export function readingsOf(column: TextColumn, plan: CsvPlan): Readings {
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

/**
 * Decides what a column is.
 * @param asCategory whether it is wanted as texts, whatever its cells are
 * @param readings of a column of texts, where they are known
 */
export function readColumn(
  name: string,
  raw: RawColumn,
  asCategory: boolean,
  { file, place, plan, decimal, shown }: FileContext,
  readings?: Readings,
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
  const where = ({ text, row }: Text): string => `${show(text)} in ${place(row)}`;
  const column = `${file}: column ${JSON.stringify(name)}`;
  const { present, missing, ways } = readings ?? readingsOf(raw, plan);
  const missingMarks = new Map(missing.map(({ text, count }) => [text, count]));
  const asTexts = (notes: readonly string[]): ReadColumn => {
    const isMissing = raw.texts.map(() => false);
    for (const { id } of missing) isMissing[id] = true;
    const cells = { kind: "text", texts: raw.texts, ids: raw.ids, isMissing } as const;
    return { name, missingMarks, notes: [...markNotes(missingMarks), ...notes], cells };
  };
  if (asCategory) return asTexts(markWords(present));
  if (ways.length > 0) {
    const numbers = choose(column, present, ways, shown, place);
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

function choose(
  column: string,
  present: readonly Text[],
  ways: readonly Numbers[],
  shown: ReadonlySet<"." | ",">,
  place: (row: number) => string,
): Numbers {
  const known = ways.filter(({ format }) => shown.has(format.decimal));
  if (ways.length === 1) return ways[0];
  if (shown.size === 1 && known.length === 1) return known[0];
  if (present.every(({ text }) => PLAIN_NUMBER.test(text))) return ways[0];
  const at = present.findIndex((_, i) => ways[0].values[i] !== ways[1].values[i]);
  const { text, row } = present[at];
  const [a, b] = ways.map(({ values }) => values[at]);
  throw new DataError(
    `${column}: ${show(text)} in ${place(row)} may be ${a} or ${b}; say which by decimal: "." or decimal: ","`,
  );
}

/** Whether a whole number has digits that are not those of its float64 value. */
function isBeyondFloat64(text: string, value: number): boolean {
  return /^[-+]?\d{16,}$/.test(text) && exactNumber(text) !== exactNumber(String(value));
}
