import Papa from "papaparse";
import { DataError } from "./dataError.js";

/** The cells of a CSV file, without spaces around them, and where each row begins. */
export interface CsvTable {
  readonly header: readonly string[];
  /** One array of `header.length` cells for each row that is not empty. */
  readonly rows: readonly (readonly string[])[];
  /** The line, from 1, on which each row begins. */
  readonly lines: readonly number[];
}

/** Where a character is, as people count: line and column from 1. */
function place(text: string, index: number): string {
  const before = text.slice(0, index);
  const line = before.split("\n").length;
  return `line ${line}, column ${index - before.lastIndexOf("\n")}`;
}

function checkHeader(name: string, header: readonly string[]): void {
  const seen = new Set<string>();
  for (const [i, column] of header.entries()) {
    if (column === "") throw new DataError(`${name}: line 1: column ${i + 1} has no name`);
    if (seen.has(column))
      throw new DataError(`${name}: line 1: two columns are called ${JSON.stringify(column)}`);
    seen.add(column);
  }
}

/**
 * Reads CSV text with a header line (RFC 4180: cells in quotes may hold separators, line ends and doubled
 * quotes). Line ends are \n, \r\n or \r; empty lines are left out; every row has as many cells as the header.
 * @param name the file's name, for error messages
 */
export function readCsvTable(content: string, name: string, delimiter: string): CsvTable {
  const text = content.replace(/^\ufeff/, "").replaceAll(/\r\n?/g, "\n");
  const { data, errors } = Papa.parse<string[]>(text, { delimiter, newline: "\n" });
  const fault = errors.find((error) => error.type === "Quotes");
  if (fault !== undefined)
    throw new DataError(`${name}: ${place(text, fault.index ?? 0)}: ${fault.message}`);
  const rows: string[][] = [];
  const lines: number[] = [];
  let line = 1;
  for (const cells of data) {
    if (cells.length > 1 || cells[0].trim() !== "") {
      rows.push(cells.map((cell) => cell.trim()));
      lines.push(line);
    }
    for (const cell of cells) line += cell.split("\n").length - 1;
    line++;
  }
  const [header, ...body] = rows;
  if (header === undefined) throw new DataError(`${name}: the file is empty`);
  checkHeader(name, header);
  const odd = body.findIndex((cells) => cells.length !== header.length);
  if (odd >= 0)
    throw new DataError(
      `${name}: line ${lines[odd + 1]}: must have ${header.length} cells, as the header has, got ${body[odd].length}`,
    );
  return { header, rows: body, lines: lines.slice(1) };
}
