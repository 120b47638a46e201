import { DataError } from "../dataError.js";
import { type Decoder, openDecoder } from "./decoder.js";
import { type Dialect, findDialect } from "./dialect.js";
import { nearestText } from "./nearestText.js";
import { type CsvPlan, USUAL_MARKS } from "./options.js";
import { RecordScanner } from "./recordScanner.js";
import { type ColumnKind, TableSink } from "./tableSink.js";

/** The cells of one column: numbers (NaN where missing), or texts. */
export type RawColumn =
  | {
      readonly kind: "number";
      /** (rows,) a new copy. */
      readonly values: () => Float64Array;
      /** How often each mark of a missing cell occurs. */
      readonly marks: ReadonlyMap<string, number>;
      /** Most and fewest digits after the point, of the cells that have any (99 with an exponent). */
      readonly mostDigits: number;
      readonly fewestDigits: number;
    }
  | { readonly kind: "text"; readonly texts: readonly string[]; readonly ids: Int32Array };

/** A table as it was read, before anything is decided. */
export interface RawTable {
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: number;
  readonly lines: Uint32Array;
  /** A column's cells; ignored columns have none. */
  readonly column: (name: string) => RawColumn;
  readonly delimiter: string;
  /** The mark before decimals in columns of numbers. */
  readonly decimal: "." | ",";
  readonly notes: readonly string[];
}

/** Bytes that are looked at to find encoding, delimiter and kinds of columns. */
const HEAD = 1 << 18;
const LONGEST_RECORD = 1 << 28;
const LINE_FEED = 10;

/**
 * Reads a CSV file from pieces of its bytes, in passes: a column that turns out to hold more than numbers is
 * read as texts in the next pass. `push` takes the pieces of one pass, `finish` ends it.
 */
export class CsvReader {
  readonly #name: string;
  readonly #plan: CsvPlan;
  #decoder: Decoder | undefined;
  #dialect: Dialect | undefined;
  #kinds: ColumnKind[] = [];
  /** For each column, the pass that read it. */
  #sinks: TableSink[] = [];
  #scanner: RecordScanner | undefined;
  #sink: TableSink | undefined;
  #bytes = new Uint8Array(0);
  #used = 0;
  #enough = 0;
  #rows: number | undefined;
  #encodingNote: string | undefined;

  constructor(name: string, plan: CsvPlan) {
    this.#name = name;
    this.#plan = plan;
  }

  /** Takes the next piece of the file. */
  push(piece: Uint8Array, last: boolean): void {
    if (this.#decoder === undefined) {
      this.#decoder = openDecoder(this.#name, piece, this.#plan.encoding);
      this.#encodingNote = this.#decoder.note;
    }
    this.#append(this.#decoder.decode(piece, last));
    if (last && this.#used > 0 && this.#bytes[this.#used - 1] !== LINE_FEED)
      this.#append(Uint8Array.of(LINE_FEED));
    this.#bytes[this.#used] = LINE_FEED; // what the scanners stop at
    if (this.#scanner === undefined) {
      if (this.#used < HEAD && !last) return;
      this.#begin(last);
    } else this.#scan(last);
  }

  /** Ends a pass. @returns whether the file must be read once more, from its start */
  finish(): boolean {
    const odd = this.#sink?.odd ?? new Set();
    const rows = this.#sink?.rows ?? 0;
    this.#rows ??= rows;
    if (rows !== this.#rows)
      throw new DataError(
        `${this.#name}: must be read twice, and held ${this.#rows} rows at first, then ${rows}; give a file that stays`,
      );
    this.#kinds.forEach((kind, column) => {
      if (kind !== "skip" && this.#sink !== undefined) this.#sinks[column] = this.#sink;
    });
    return this.readAsText(odd);
  }

  /** Reads columns again, as texts. @returns whether there are any */
  readAsText(columns: ReadonlySet<number>): boolean {
    this.#kinds = this.#kinds.map((_, column) => (columns.has(column) ? "text" : "skip"));
    this.#decoder = undefined;
    this.#scanner = undefined;
    this.#used = 0;
    this.#enough = 0;
    return columns.size > 0;
  }

  /** What was read, after the last pass. */
  table(): RawTable {
    const dialect = this.#dialect;
    const sink = this.#sink;
    if (dialect === undefined || sink === undefined)
      throw new DataError(`${this.#name}: the file is empty`);
    const { header, notes, delimiter, decimal } = dialect;
    const places = new Map(header.map((name, column) => [name, column]));
    const { rows, lines } = sink;
    return {
      name: this.#name,
      header,
      rows,
      lines,
      delimiter,
      decimal,
      notes: [...(this.#encodingNote === undefined ? [] : [this.#encodingNote]), ...notes],
      column: (name) => {
        const column = places.get(name) ?? 0;
        const from = this.#sinks[column];
        const texts = from.textsOf(column);
        if (texts !== undefined) return { kind: "text", ...texts.read(rows) };
        return {
          kind: "number",
          values: () => from.numbers.column(column, rows),
          marks: from.marks[column],
          mostDigits: from.numbers.mostDigits[column],
          fewestDigits: from.numbers.fewestDigits[column],
        };
      },
    };
  }

  #begin(last: boolean): void {
    if (this.#dialect === undefined) {
      const head = this.#bytes.subarray(0, this.#used + 1);
      this.#dialect = findDialect(this.#name, head, last, this.#plan);
      const { label, ignore, categories } = this.#plan;
      this.#checkNames(this.#dialect.header);
      this.#kinds = this.#dialect.header.map((name) =>
        name !== label && ignore.has(name)
          ? "skip"
          : name === label || categories.has(name)
            ? "text"
            : "number",
      );
      // The first rows show most columns of texts; better found before the whole file is read.
      const kinds = this.#kinds;
      this.#open();
      this.#scanner?.scan(
        this.#bytes.subarray(this.#dialect.skip),
        this.#used - this.#dialect.skip,
        last,
      );
      const odd = this.#sink?.odd;
      this.#kinds = kinds.map((kind, column) => (odd?.has(column) ? "text" : kind));
    }
    this.#open();
    this.#bytes.copyWithin(0, this.#dialect.skip, this.#used + 1);
    this.#used -= this.#dialect.skip;
    this.#scan(last);
  }

  #open(): void {
    const dialect = this.#dialect;
    if (dialect === undefined) return;
    const { missingMarks } = this.#plan;
    this.#sink = new TableSink(this.#name, this.#kinds, {
      missing: missingMarks ?? new Set(["", ...USUAL_MARKS]),
      names: dialect.named,
      trailing: dialect.trailing,
    });
    this.#scanner = new RecordScanner(this.#name, dialect.delimiter, dialect.decimal, this.#sink);
    this.#scanner.line = dialect.line;
  }

  #scan(last: boolean): void {
    if (this.#used < this.#enough && !last) return;
    const read = this.#scanner?.scan(this.#bytes, this.#used, last) ?? 0;
    this.#bytes.copyWithin(0, read, this.#used + 1);
    this.#used -= read;
    if (this.#used > LONGEST_RECORD)
      throw new DataError(
        `${this.#name}: line ${this.#scanner?.line}: a row of more than ${LONGEST_RECORD >> 20} MB; is a quote not closed?`,
      );
    // A row that goes on for long is read again when twice as much has come, not with every piece.
    this.#enough = this.#used > HEAD ? 2 * this.#used : 0;
  }

  #append(piece: Uint8Array): void {
    const used = this.#used + piece.length;
    if (used >= this.#bytes.length) {
      const grown = new Uint8Array(2 * used);
      grown.set(this.#bytes.subarray(0, this.#used));
      this.#bytes = grown;
    }
    this.#bytes.set(piece, this.#used);
    this.#used = used;
  }

  #checkNames(header: readonly string[]): void {
    for (const name of this.#plan.named)
      if (!header.includes(name))
        throw new DataError(
          `${this.#name}: line 1: there is no column ${JSON.stringify(name)}${nearestText(name, header)}; the columns are ${header.map((column) => JSON.stringify(column)).join(", ")}`,
        );
    if (header.every((name) => name === this.#plan.label || this.#plan.ignore.has(name)))
      throw new DataError(`${this.#name}: there is no column but the label`);
  }
}
