import { readFile } from "node:fs/promises";
import { DataError } from "../dataError.js";
import { cannotRead } from "../filePieces.js";
import { nearestText } from "../table/nearestText.js";
import type { TypedTable } from "../table/typedTable.js";

/** What a sheet's cell may be that read-excel-file gives nothing for. */
const EMPTY_TOO =
  "in a workbook a formula that was saved without its value looks empty too, as do errors such as #DIV/0! and all but the first of merged cells";
const ZIP = "PK\x03\x04";
const OLD = "\xd0\xcf\x11\xe0";

/**
 * A sheet of an Excel workbook as a table; rows without any cell are left out, as empty lines are.
 * @param sheet its name, or its number from 1. Default the first
 * @param header whether its first row names the columns, or their names
 */
export async function excelTable(
  path: string,
  sheet: string | number | undefined,
  header: boolean | readonly string[],
): Promise<TypedTable> {
  const bytes = await readFile(path).catch((error: unknown) => cannotRead(path, error));
  checkKind(path, bytes);
  // The package's reader of paths never ends on some damaged files; that of bytes does.
  const { default: readWorkbook } = await import("read-excel-file/universal");
  const sheets = await readWorkbook(new Blob([bytes])).catch((error: unknown) => {
    throw new DataError(
      `${path}: is not a good workbook: ${error instanceof Error ? error.message : error}`,
    );
  });
  const names = sheets.map((each) => each.sheet);
  const found = sheets.find((each) => each.sheet === sheet) ?? sheets[Number(sheet ?? 1) - 1];
  if (found === undefined)
    throw new DataError(
      `${path}: there is no sheet ${JSON.stringify(sheet)}${nearestText(String(sheet), names)}; the sheets are ${names.map((name) => JSON.stringify(name)).join(", ")}`,
    );
  const all = (found.data ?? []).map((cells: readonly unknown[], i: number) => ({
    at: i + 1,
    cells,
  }));
  const rows = all.filter(({ cells }) => cells.some((cell) => cell !== null));
  if (rows.length === 0)
    throw new DataError(`${path}: the sheet ${JSON.stringify(found.sheet)} is empty`);
  const [first] = rows;
  const named = header === true;
  const columns = named
    ? first.cells.map((cell) => (cell instanceof Date ? cell.toISOString() : String(cell ?? "")))
    : header === false
      ? first.cells.map((_, i) => `c${i + 1}`)
      : header;
  if (columns.length !== first.cells.length)
    throw new DataError(
      `${path}: header must name all ${first.cells.length} columns, got ${columns.length} names`,
    );
  const notes =
    sheets.length > 1 && sheet === undefined
      ? [
          `read from the sheet ${JSON.stringify(found.sheet)}, the first of ${sheets.length}; option sheet names another`,
        ]
      : [];
  return {
    name: path,
    header: columns,
    unit: "row",
    emptyToo: EMPTY_TOO,
    notes,
    rows: async function* () {
      const data = named ? rows.slice(1) : rows;
      yield {
        count: data.length,
        at: (row) => data[row].at,
        cell: (row, column) => data[row].cells[column],
      };
    },
  };
}

function checkKind(path: string, bytes: Buffer): void {
  const start = bytes.toString("latin1", 0, 4);
  if (start === OLD)
    throw new DataError(
      `${path}: is an old Excel workbook (.xls) or one with a password; save it as .xlsx, without one`,
    );
  if (start !== ZIP)
    throw new DataError(
      bytes.length === 0
        ? `${path}: the file is empty`
        : `${path}: is not an Excel workbook (.xlsx)`,
    );
}
