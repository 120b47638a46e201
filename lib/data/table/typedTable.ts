import { hostInterruption } from "../../interruption.js";
import { CellWriter } from "../cells/cellWriter.js";
import { plainColumn } from "../cells/plainColumn.js";
import type { RawColumn, RawTable } from "../cells/rawTable.js";
import { TablePasses } from "../cells/tablePasses.js";
import { type CsvData, decimalMarks, encodeTable } from "./encodeTable.js";
import { checkHeader } from "./header.js";
import type { CsvPlan } from "./options.js";

/** Some rows of a table, one behind another. */
export interface TypedRows {
  readonly count: number;
  /** A row's place in the file, from 1. @param row from 0, of these rows */
  readonly at: (row: number) => number;
  /** A row's cell in a column that is wanted. */
  readonly cell: (row: number, column: number) => unknown;
}

/** A table whose cells have types: numbers, texts, truth values, dates. */
export interface TypedTable {
  readonly name: string;
  readonly header: readonly string[];
  /** What a row's place counts. */
  readonly unit: "line" | "row";
  readonly emptyToo?: string;
  readonly notes: readonly string[];
  /** The rows, some at a time, from the start. @param wanted whether a column's cells are wanted */
  readonly rows: (wanted: readonly boolean[]) => AsyncIterable<TypedRows>;
  /** A column's numbers, where they can be had faster than cell by cell and none is missing. */
  readonly numbers?: (column: number) => Promise<Float64Array | undefined>;
}

/**
 * A table of typed cells as a data set. Its cells go the way of those of a CSV file: a number as its shortest
 * spelling would, an absent one as an empty cell.
 */
export async function encodeTyped(source: TypedTable, plan: CsvPlan): Promise<CsvData> {
  const { name, unit, notes, emptyToo } = source;
  const header = source.header.map((column) => column.trim());
  checkHeader(name, header, plan, "");
  const passes = new TablePasses(name, plan, header, "");
  const decimal = plan.decimal ?? ".";
  const signal = hostInterruption();
  const shown = new Set<"." | ",">();
  const plain = new Map<string, RawColumn>();
  for (const [column, kind] of passes.kinds.entries()) {
    signal?.throwIfAborted();
    const values = kind === "number" ? await source.numbers?.(column) : undefined;
    const found = values && plainColumn(values);
    if (found) plain.set(header[column], found);
  }
  passes.leaveOut(new Set(plain.keys()));
  for (;;) {
    const sink = passes.open({ named: false, trailing: false });
    const writer = new CellWriter(sink, passes.kinds, decimal);
    const wanted = passes.kinds.map((kind) => kind !== "skip");
    const columns = header.map((_, column) => column).filter((column) => wanted[column]);
    let place = 0;
    let at = 0;
    const where = (): string => `${name}: ${unit} ${place}, column ${JSON.stringify(header[at])}`;
    for await (const rows of source.rows(wanted)) {
      signal?.throwIfAborted();
      for (let row = 0; row < rows.count; row++) {
        place = rows.at(row);
        sink.begin();
        for (at of columns) writer.write(at, rows.cell(row, at), where);
        sink.end(header.length, place);
      }
    }
    if (passes.finish()) continue;
    const { rows, lines } = passes;
    const table: RawTable = {
      name,
      header,
      rows,
      lines,
      place: (row) => `${unit} ${lines[row]}`,
      ...(emptyToo !== undefined && { emptyToo }),
      delimiter: ",",
      decimal,
      notes,
      column: (column) => plain.get(column) ?? passes.column(column),
    };
    const marks = decimalMarks(table, plan);
    for (const mark of marks.shown) shown.add(mark);
    for (const column of marks.again) plain.delete(header[column]);
    if (!passes.readAsText(marks.again)) return encodeTable(table, plan, shown);
  }
}
