import { NumberScanner } from "../cells/numberScanner.js";
import { DataError } from "../dataError.js";

const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;
const QUOTE = 34;

/** Takes a table's cells in their order. */
export interface RecordSink {
  /** Columns whose cells are tried as numbers: 1 where so. */
  readonly numeric: Uint8Array;
  /** Begins a record on the given line, from 1. */
  begin(line: number): void;
  number(column: number, value: number, fraction: number): void;
  /** A cell that is no number or in a column without: its bytes, without blanks around them. */
  text(column: number, bytes: Uint8Array, from: number, to: number): void;
  /** Ends the record. @returns true to stop */
  end(cells: number, line: number): boolean;
}

/**
 * Divides bytes in UTF-8 into records and cells (RFC 4180: cells in quotes may hold separators, line ends and
 * doubled quotes; line ends are \n, \r\n or \r; lines of blanks are left out). Blanks around cells go.
 */
export class RecordScanner {
  /** The line, from 1, on which the next record begins. */
  line = 1;
  readonly #name: string;
  readonly #delimiter: number;
  /** Whether runs of blanks separate cells. */
  readonly #runs: boolean;
  /** Of cells without quotes: where the decimal mark separates cells, they hold none. */
  readonly #numbers: NumberScanner;
  readonly #quotedNumbers: NumberScanner;
  readonly #sink: RecordSink;
  #scratch = new Uint8Array(64);
  /** Whether another record begins. */
  #begins = false;
  /** Line ends within the cells of the record, so far. */
  #innerLines = 0;

  /**
   * @param delimiter one ASCII character; a space stands for runs of spaces and tabs
   * @param decimal the mark before decimals
   */
  constructor(name: string, delimiter: string, decimal: string, sink: RecordSink) {
    this.#name = name;
    this.#delimiter = delimiter.charCodeAt(0);
    this.#runs = delimiter === " ";
    this.#quotedNumbers = new NumberScanner(decimal);
    this.#numbers = decimal === delimiter ? new NumberScanner("\0") : this.#quotedNumbers;
    this.#sink = sink;
  }

  /**
   * Reads the whole records of `bytes[0 … end)`.
   * @param last whether nothing follows; the bytes must then end with a line end
   * @returns where the first record begins that is not whole, or where the sink stopped
   */
  scan(bytes: Uint8Array, end: number, last: boolean): number {
    const sink = this.#sink;
    const numeric = sink.numeric;
    const numbers = this.#numbers;
    const delimiter = this.#delimiter;
    let at = 0;
    for (;;) {
      const start = this.#skipEmptyLines(bytes, at, end, last);
      if (!this.#begins) return start;
      at = start;
      const line = this.line;
      this.#innerLines = 0;
      sink.begin(line);
      let column = 0;
      for (; ; column++) {
        let next = -1;
        if (numeric[column] === 1) {
          const value = numbers.read(bytes, at);
          if (!Number.isNaN(value)) {
            next = this.#skipBlanks(bytes, numbers.next);
            if (next >= end) return start;
            const byte = bytes[next];
            if (
              byte === delimiter ||
              byte === LF ||
              byte === CR ||
              (this.#runs && next > numbers.next)
            )
              sink.number(column, value, numbers.fraction);
            else next = -1;
          }
        }
        if (next < 0) {
          const from = this.#skipBlanks(bytes, at);
          if (bytes[from] === QUOTE) {
            next = this.#quoted(bytes, from, end, column, last);
          } else {
            next = this.#plain(bytes, from);
            if (next < end) this.#cell(column, bytes, from, next, this.#numbers);
            if (this.#runs) next = this.#skipBlanks(bytes, next);
          }
        }
        if (next >= end) return start;
        at = next;
        const byte = bytes[at];
        if (byte === LF) {
          at++;
          break;
        }
        if (byte === CR) {
          at++;
          if (at >= end && !last) return start;
          if (at < end && bytes[at] === LF) at++;
          break;
        }
        if (!this.#runs) at++;
      }
      this.line = line + 1 + this.#innerLines;
      if (sink.end(column + 1, line)) return at;
    }
  }

  #skipBlanks(bytes: Uint8Array, from: number): number {
    let at = from;
    let byte = bytes[at];
    while ((byte === SPACE || byte === TAB) && (byte !== this.#delimiter || this.#runs))
      byte = bytes[++at];
    return at;
  }

  /** Where the next record begins; if none does so far (`#begins`), what to keep until more bytes come. */
  #skipEmptyLines(bytes: Uint8Array, from: number, end: number, last: boolean): number {
    let start = from;
    for (;;) {
      const at = this.#skipBlanks(bytes, start);
      const byte = bytes[at];
      const follows = at < end;
      this.#begins = follows && byte !== LF && byte !== CR;
      if (this.#begins) return this.#runs ? at : start;
      if (!follows || (byte === CR && at + 1 >= end && !last)) return start;
      start = at + 1;
      if (byte === CR && start < end && bytes[start] === LF) start++;
      this.line++;
    }
  }

  /** Where a cell without quotes ends. */
  #plain(bytes: Uint8Array, from: number): number {
    const delimiter = this.#delimiter;
    let at = from;
    let byte = bytes[at];
    while (byte !== delimiter && byte !== LF && byte !== CR && !(this.#runs && byte === TAB))
      byte = bytes[++at];
    return at;
  }

  /** Reads a cell in quotes. @returns where its separator or line end is */
  #quoted(bytes: Uint8Array, from: number, end: number, column: number, last: boolean): number {
    let at = from + 1;
    let plain = true;
    let lines = 0;
    for (; ; at++) {
      const byte = bytes[at];
      if (at >= end) {
        if (last) this.#refuse(bytes, from, "Quoted field unterminated");
        return at;
      }
      if (byte === QUOTE) {
        if (bytes[at + 1] !== QUOTE) break;
        plain = false;
        at++;
      } else if (byte === LF || byte === CR) {
        lines++;
        if (byte === CR) {
          plain = false;
          if (bytes[at + 1] === LF) at++;
        }
      }
    }
    const next = this.#skipBlanks(bytes, at + 1);
    if (next >= end) return next;
    const byte = bytes[next];
    if (byte !== LF && byte !== CR && byte !== this.#delimiter && !(this.#runs && next > at + 1))
      this.#refuse(bytes, from, "Trailing quote on quoted field is malformed");
    this.#innerLines += lines;
    if (plain) this.#cell(column, bytes, from + 1, at, this.#quotedNumbers);
    else {
      const size = this.#unquote(bytes, from + 1, at); // First, for it may need a larger scratch.
      this.#cell(column, this.#scratch, 0, size, this.#quotedNumbers);
    }
    return next;
  }

  /** Copies a cell with its doubled quotes halved and its line ends as \n. @returns its size */
  #unquote(bytes: Uint8Array, from: number, to: number): number {
    if (this.#scratch.length <= to - from) this.#scratch = new Uint8Array(2 * (to - from));
    let size = 0;
    for (let at = from; at < to; at++) {
      let byte = bytes[at];
      if (byte === QUOTE) at++;
      else if (byte === CR) {
        if (bytes[at + 1] === LF) at++;
        byte = LF;
      }
      this.#scratch[size++] = byte;
    }
    this.#scratch[size] = LF;
    return size;
  }

  #cell(
    column: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    numbers: NumberScanner,
  ): void {
    let [from, to] = [start, end];
    while (from < to && isBlank(bytes[from])) from++;
    while (to > from && isBlank(bytes[to - 1])) to--;
    if (this.#sink.numeric[column] === 1 && to > from) {
      const value = numbers.read(bytes, from);
      if (!Number.isNaN(value) && numbers.next === to) {
        this.#sink.number(column, value, numbers.fraction);
        return;
      }
    }
    this.#sink.text(column, bytes, from, to);
  }

  #refuse(bytes: Uint8Array, at: number, what: string): never {
    let start = at;
    while (start > 0 && bytes[start - 1] !== LF && bytes[start - 1] !== CR) start--;
    throw new DataError(
      `${this.#name}: line ${this.line + this.#innerLines}, column ${at - start + 1}: ${what}`,
    );
  }
}

function isBlank(byte: number): boolean {
  return byte === SPACE || (byte >= TAB && byte <= CR);
}
