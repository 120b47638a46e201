import type { RawTable } from "../cells/rawTable.js";
import { TablePasses } from "../cells/tablePasses.js";
import type { TableSink } from "../cells/tableSink.js";
import { DataError } from "../dataError.js";
import type { CsvPlan } from "../table/options.js";
import { type Decoder, openDecoder } from "./decoder.js";
import { type Dialect, findDialect } from "./dialect.js";
import { RecordScanner } from "./recordScanner.js";

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
  #passes: TablePasses | undefined;
  #scanner: RecordScanner | undefined;
  #bytes = new Uint8Array(0);
  #used = 0;
  #enough = 0;
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
    const again = this.#passes?.finish() ?? false;
    this.#restart();
    return again;
  }

  /** Reads columns again, as texts. @returns whether there are any */
  readAsText(columns: ReadonlySet<number>): boolean {
    this.#restart();
    return this.#passes?.readAsText(columns) ?? false;
  }

  /** What was read, after the last pass. */
  table(): RawTable {
    const dialect = this.#dialect;
    const passes = this.#passes;
    if (dialect === undefined || passes === undefined)
      throw new DataError(`${this.#name}: the file is empty`);
    const { header, notes, delimiter, decimal } = dialect;
    const { rows, lines } = passes;
    return {
      name: this.#name,
      header,
      rows,
      lines,
      place: (row) => `line ${lines[row]}`,
      delimiter,
      decimal,
      notes: [...(this.#encodingNote === undefined ? [] : [this.#encodingNote]), ...notes],
      column: (name) => passes.column(name),
    };
  }

  #restart(): void {
    this.#decoder = undefined;
    this.#scanner = undefined;
    this.#used = 0;
    this.#enough = 0;
  }

  #begin(last: boolean): void {
    if (this.#dialect === undefined || this.#passes === undefined) {
      const head = this.#bytes.subarray(0, this.#used + 1);
      const dialect = findDialect(this.#name, head, last, this.#plan);
      const passes = new TablePasses(this.#name, this.#plan, dialect.header, "line 1: ");
      this.#dialect = dialect;
      this.#passes = passes;
      // The first rows show most columns of texts; better found before the whole file is read.
      const { kinds } = passes;
      const { scanner, sink } = this.#open(dialect, passes);
      scanner.scan(this.#bytes.subarray(dialect.skip), this.#used - dialect.skip, last);
      passes.kinds = kinds.map((kind, column) => (sink.odd.has(column) ? "text" : kind));
    }
    const { skip } = this.#dialect;
    this.#scanner = this.#open(this.#dialect, this.#passes).scanner;
    this.#bytes.copyWithin(0, skip, this.#used + 1);
    this.#used -= skip;
    this.#scan(last);
  }

  #open(
    { delimiter, decimal, named, trailing, line }: Dialect,
    passes: TablePasses,
  ): { readonly scanner: RecordScanner; readonly sink: TableSink } {
    const sink = passes.open({ named, trailing });
    const scanner = new RecordScanner(this.#name, delimiter, decimal, sink);
    scanner.line = line;
    return { scanner, sink };
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
}
