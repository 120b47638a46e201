import { DataError } from "../dataError.js";
import { nearestText } from "../table/nearestText.js";
import { type CsvPlan, USUAL_MARKS } from "../table/options.js";
import type { RawColumn } from "./rawTable.js";
import { type ColumnKind, TableSink } from "./tableSink.js";

/**
 * A table's cells, read in passes: a column that turns out to hold more than numbers is read as texts in the next
 * pass. `open` begins a pass, `finish` ends it.
 */
export class TablePasses {
  readonly #name: string;
  readonly #plan: CsvPlan;
  readonly #header: readonly string[];
  readonly #places: ReadonlyMap<string, number>;
  kinds: readonly ColumnKind[];
  /** For each column, the pass that read it. */
  readonly #sinks: TableSink[] = [];
  #sink: TableSink | undefined;
  #rows: number | undefined;

  /** @param where the header's place, for error messages, as `"line 1: "` */
  constructor(name: string, plan: CsvPlan, header: readonly string[], where: string) {
    const { label, split, group, ignore, categories, named } = plan;
    for (const wanted of named)
      if (!header.includes(wanted))
        throw new DataError(
          `${name}: ${where}there is no column ${JSON.stringify(wanted)}${nearestText(wanted, header)}; the columns are ${header.map((column) => JSON.stringify(column)).join(", ")}`,
        );
    const roles = [label, split, group];
    if (header.every((column) => roles.includes(column) || ignore.has(column)))
      throw new DataError(`${name}: there is no column but the label`);
    this.#name = name;
    this.#plan = plan;
    this.#header = header;
    this.#places = new Map(header.map((column, at) => [column, at]));
    const asTexts = new Set([...roles, ...categories, plan.findSplit ? "split" : label]);
    this.kinds = header.map((column) =>
      ignore.has(column) && !roles.includes(column)
        ? "skip"
        : asTexts.has(column)
          ? "text"
          : "number",
    );
  }

  /** Leaves out columns of numbers that came another way. */
  leaveOut(columns: ReadonlySet<string>): void {
    this.kinds = this.kinds.map((kind, at) => (columns.has(this.#header[at]) ? "skip" : kind));
  }

  /** Begins a pass. @param named whether its first record holds the names @param trailing see TableSink */
  open({ named, trailing }: { readonly named: boolean; readonly trailing: boolean }): TableSink {
    const missing = this.#plan.missingMarks ?? new Set(["", ...USUAL_MARKS]);
    this.#sink = new TableSink(this.#name, this.kinds, { missing, names: named, trailing });
    return this.#sink;
  }

  /** Ends a pass. @returns whether the table must be read once more, from its start */
  finish(): boolean {
    const sink = this.#sink;
    const rows = sink?.rows ?? 0;
    this.#rows ??= rows;
    if (rows !== this.#rows)
      throw new DataError(
        `${this.#name}: must be read twice, and held ${this.#rows} rows at first, then ${rows}; give a file that stays`,
      );
    this.kinds.forEach((kind, column) => {
      if (kind !== "skip" && sink !== undefined) this.#sinks[column] = sink;
    });
    return this.readAsText(sink?.odd ?? new Set());
  }

  /** Reads columns again, as texts. @returns whether there are any */
  readAsText(columns: ReadonlySet<number>): boolean {
    this.kinds = this.#header.map((_, column) => (columns.has(column) ? "text" : "skip"));
    return columns.size > 0;
  }

  get rows(): number {
    return this.#rows ?? 0;
  }

  /** (rows,) the line on which each row begins. */
  get lines(): Uint32Array {
    return this.#sink?.lines ?? new Uint32Array(0);
  }

  /** A column's cells, after the last pass. */
  column(name: string): RawColumn {
    const column = this.#places.get(name) ?? 0;
    const from = this.#sinks[column];
    const texts = from.textsOf(column);
    if (texts !== undefined) return { kind: "text", ...texts.read(this.rows) };
    return {
      kind: "number",
      values: () => from.numbers.column(column, this.rows),
      marks: from.marks[column],
      mostDigits: from.numbers.mostDigits[column],
      fewestDigits: from.numbers.fewestDigits[column],
    };
  }
}
