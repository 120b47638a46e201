import { hostInterruption } from "../../interruption.js";
import { CellWriter } from "../cells/cellWriter.js";
import type { RawTable } from "../cells/rawTable.js";
import { TablePasses } from "../cells/tablePasses.js";
import { type CsvData, decimalMarks, encodeTable } from "./encodeTable.js";
import { checkHeader } from "./header.js";
import type { CsvPlan } from "./options.js";

/** A row's place in the file, from 1, and its cells, in the order of the header. */
export interface TypedRow {
  readonly at: number;
  readonly cells: readonly unknown[];
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
  readonly rows: (wanted: readonly boolean[]) => AsyncIterable<readonly TypedRow[]>;
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
  for (;;) {
    const sink = passes.open({ named: false, trailing: false });
    const writer = new CellWriter(sink, passes.kinds, decimal);
    const wanted = passes.kinds.map((kind) => kind !== "skip");
    for await (const rows of source.rows(wanted)) {
      signal?.throwIfAborted();
      for (const { at, cells } of rows) {
        sink.begin();
        for (let column = 0; column < header.length; column++)
          if (wanted[column])
            writer.write(
              column,
              cells[column],
              () => `${name}: ${unit} ${at}, column ${JSON.stringify(header[column])}`,
            );
        sink.end(header.length, at);
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
      column: (column) => passes.column(column),
    };
    const marks = decimalMarks(table, plan);
    for (const mark of marks.shown) shown.add(mark);
    if (!passes.readAsText(marks.again)) return encodeTable(table, plan, shown);
  }
}
