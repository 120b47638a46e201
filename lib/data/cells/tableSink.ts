import type { RecordSink } from "../csv/recordScanner.js";
import { DataError } from "../dataError.js";
import { NumberStore } from "./numberStore.js";
import { TextStore } from "./textStore.js";

/** How a column's cells are kept: not at all, as numbers while all are, or as texts. */
export type ColumnKind = "skip" | "number" | "text";

const LONGEST_MARK = 12;

/** Collects a table's rows, each column as its kind says. */
export class TableSink implements RecordSink {
  readonly numeric: Uint8Array;
  /** Columns of numbers that hold a cell that is none, and must be read as texts. */
  readonly odd: Set<number> = new Set();
  /** For each column of numbers, how often each mark of a missing cell occurs. */
  readonly marks: readonly Map<string, number>[];
  readonly numbers: NumberStore;
  rows = 0;
  readonly #name: string;
  readonly #columns: number;
  readonly #texts: readonly (TextStore | undefined)[];
  readonly #missing: ReadonlySet<string>;
  readonly #trailing: boolean;
  readonly #kept: boolean;
  #skipRecord: boolean;
  #lines = new Uint32Array(1024);
  #seen: [column: number, mark: string][] = [];

  /**
   * @param kinds of the columns
   * @param missing cells of a number column that are no number but missing
   * @param names whether the first record holds the names
   * @param trailing whether every record has one more, empty cell
   */
  constructor(
    name: string,
    kinds: readonly ColumnKind[],
    {
      missing,
      names,
      trailing,
    }: {
      readonly missing: ReadonlySet<string>;
      readonly names: boolean;
      readonly trailing: boolean;
    },
  ) {
    this.#name = name;
    this.#columns = kinds.length;
    this.numeric = Uint8Array.from([...kinds, "skip"], (kind) => (kind === "number" ? 1 : 0));
    this.#texts = kinds.map((kind) => (kind === "text" ? new TextStore() : undefined));
    this.marks = kinds.map(() => new Map());
    this.#kept = kinds.includes("number");
    this.numbers = new NumberStore(this.#kept ? kinds.length : 1);
    this.#missing = missing;
    this.#skipRecord = names;
    this.#trailing = trailing;
  }

  /** (rows,) the line on which each row begins. */
  get lines(): Uint32Array {
    return this.#lines.subarray(0, this.rows);
  }

  /** The texts of a column that is kept so. */
  textsOf(column: number): TextStore | undefined {
    return this.#texts[column];
  }

  begin(): void {
    if (this.#seen.length > 0) this.#seen = [];
  }

  number(column: number, value: number, fraction: number): void {
    this.numbers.set(column, value, fraction);
  }

  text(column: number, bytes: Uint8Array, from: number, to: number): void {
    if (this.#skipRecord) return;
    if (this.numeric[column] === 1) {
      this.numbers.set(column, Number.NaN, 0);
      const mark = to - from > LONGEST_MARK ? undefined : decode(bytes, from, to);
      if (mark !== undefined && this.#missing.has(mark)) this.#seen.push([column, mark]);
      else this.odd.add(column);
    } else if (column < this.#columns) this.#texts[column]?.set(this.rows, bytes, from, to);
    else if (to > from && this.#trailing) this.#seen.push([-1, ""]);
  }

  end(cells: number, line: number): boolean {
    if (this.#skipRecord) {
      this.#skipRecord = false;
      return false;
    }
    const columns = this.#columns + (this.#trailing ? 1 : 0);
    const full = this.#seen.length > 0 && this.#seen[this.#seen.length - 1][0] < 0;
    if (cells !== columns || full)
      throw new DataError(
        `${this.#name}: line ${line}: must have ${this.#columns} cells, as the header has, got ${cells}`,
      );
    for (const [column, mark] of this.#seen)
      this.marks[column].set(mark, (this.marks[column].get(mark) ?? 0) + 1);
    if (this.rows === this.#lines.length) {
      const grown = new Uint32Array(2 * this.rows);
      grown.set(this.#lines);
      this.#lines = grown;
    }
    this.#lines[this.rows++] = line;
    if (this.#kept) this.numbers.nextRow();
    return false;
  }
}

function decode(bytes: Uint8Array, from: number, to: number): string {
  return from === to
    ? ""
    : Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString();
}
