import { DataError } from "../dataError.js";
import { NumberScanner } from "./numberScanner.js";
import { digitsOf, isPlain } from "./plainNumbers.js";
import type { ColumnKind, TableSink } from "./tableSink.js";

const LINE_FEED = 10;

/** Puts typed cells into a table as if they had been read from text. */
export class CellWriter {
  readonly #sink: TableSink;
  readonly #kinds: readonly ColumnKind[];
  readonly #numbers: NumberScanner;
  #bytes: Buffer = Buffer.alloc(256);

  /** @param decimal the mark before decimals in cells of text */
  constructor(sink: TableSink, kinds: readonly ColumnKind[], decimal: string) {
    this.#sink = sink;
    this.#kinds = kinds;
    this.#numbers = new NumberScanner(decimal);
  }

  /** Puts a row's cell. @param where its place, for error messages */
  write(column: number, cell: unknown, where: () => string): void {
    if (typeof cell === "number" && this.#kinds[column] === "number" && isPlain(cell)) {
      this.#sink.number(column, cell, digitsOf(cell));
      return;
    }
    this.#text(column, textOf(cell, where));
  }

  #text(column: number, text: string): void {
    if (3 * text.length >= this.#bytes.length) this.#bytes = Buffer.alloc(6 * text.length);
    const size = this.#bytes.write(text);
    this.#bytes[size] = LINE_FEED;
    if (size > 0 && this.#kinds[column] === "number") {
      const value = this.#numbers.read(this.#bytes, 0);
      if (!Number.isNaN(value) && this.#numbers.next === size) {
        this.#sink.number(column, value, this.#numbers.fraction);
        return;
      }
    }
    this.#sink.text(column, this.#bytes, 0, size);
  }
}

/** A cell as text: dates as 2024-01-05 or 2024-01-05 06:07:08, an absent one as an empty text. */
function textOf(cell: unknown, where: () => string): string {
  switch (typeof cell) {
    case "string":
      return cell.replaceAll(/\r\n?/g, "\n").trim();
    case "number":
    case "bigint":
    case "boolean":
      return String(cell);
    case "undefined":
      return "";
    default:
      if (cell === null) return "";
      if (cell instanceof Date) return dateText(cell, where);
      throw new DataError(
        `${where()}: must be one value, got ${Array.isArray(cell) ? "a list" : ArrayBuffer.isView(cell) ? "bytes" : "a structure of values"}; leave the column out by ignore, or write its values as columns of their own`,
      );
  }
}

function dateText(date: Date, where: () => string): string {
  if (Number.isNaN(date.getTime())) throw new DataError(`${where()}: is not a date that exists`);
  const [day, time] = date.toISOString().slice(0, -1).split("T");
  const short = time.replace(/\.000$/, "");
  return short === "00:00:00" ? day : `${day} ${short}`;
}
