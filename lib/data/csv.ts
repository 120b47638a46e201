import { CsvReader } from "./csv/csvReader.js";
import { EncodingError } from "./csv/decoder.js";
import { DataError } from "./dataError.js";
import { filePieces } from "./filePieces.js";
import { type CsvData, decimalMarks, encodeTable } from "./table/encodeTable.js";
import { type CsvOptions, type CsvPlan, csvPlan } from "./table/options.js";

const LINE_FEED = 10;

/** The data set, or nothing if the file must be read once more. */
function decide(reader: CsvReader, plan: CsvPlan): CsvData | undefined {
  if (reader.finish()) return undefined;
  const table = reader.table();
  const { shown, again } = decimalMarks(table, plan);
  return reader.readAsText(again) ? undefined : encodeTable(table, plan, shown);
}

/**
 * CSV text with a header line as a labelled data set. A column is a number column if all its cells in all rows
 * are numbers or missing; any other becomes one feature of 0 or 1 for each of its categories. Values that
 * float32 would not tell apart are centred first, see `data.scaling`. Whatever was read otherwise than it looks
 * stands in `notes`. Every error in the text is a DataError that names line and column.
 * @param name the text's name, for error messages. Default `"CSV"`
 * @example
 * ```ts
 * import { parseCsv } from "batchwise";
 *
 * const text = "length,colour,kind\n4.9,red,a\n6.1,blue,b\n5.5,red,a\n";
 * const { data } = parseCsv(text, { label: "kind" });
 * console.log(data.n, data.shape, data.classes); // 3 [ 3 ] [ 'a', 'b' ]
 * ```
 */
export function parseCsv(text: string, options: CsvOptions, name: string = "CSV"): CsvData {
  const plan = { ...csvPlan(options), encoding: undefined };
  const lone = /\p{Surrogate}/u.exec(text);
  if (lone !== null)
    throw new DataError(
      `${name}: character ${lone.index + 1} is half of a pair (a lone surrogate)`,
    );
  const bytes = Buffer.from(text);
  const reader = new CsvReader(name, plan);
  for (;;) {
    pushText(name, reader, bytes);
    const data = decide(reader, plan);
    if (data !== undefined) return data;
  }
}

function pushText(name: string, reader: CsvReader, bytes: Uint8Array): void {
  try {
    reader.push(bytes, true);
  } catch (error) {
    throw error instanceof EncodingError ? new DataError(`${name}: ${error.message}`) : error;
  }
}

/**
 * A CSV file with a header line as a labelled data set, read in pieces, whatever its size; see `parseCsv`.
 * @example
 * ```ts
 * import { mkdtempSync, writeFileSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { loadCsv } from "batchwise";
 *
 * const path = join(mkdtempSync(join(tmpdir(), "csv-")), "flowers.csv");
 * writeFileSync(path, "length;kind\n4,9;a\n6,1;b\n5,5;a\n");
 * const { data, columns } = await loadCsv(path, { label: "kind" });
 * console.log(data.n, data.classes, columns.map(({ name }) => name));
 * // 3 [ 'a', 'b' ] [ 'length' ]
 * ```
 */
export async function loadCsv(path: string, options: CsvOptions): Promise<CsvData> {
  return await readCsv(path, csvPlan(options));
}

/** A CSV file as a data set, by checked options. */
export async function readCsv(path: string, plan: CsvPlan): Promise<CsvData> {
  const reader = new CsvReader(path, plan);
  for (;;) {
    try {
      for await (const { bytes, last } of filePieces(path)) reader.push(bytes, last);
    } catch (error) {
      throw error instanceof EncodingError ? await atLine(path, error) : error;
    }
    const data = decide(reader, plan);
    if (data !== undefined) return data;
  }
}

/** The same error with the line, for a byte that is no text. */
async function atLine(path: string, { offset, message }: EncodingError): Promise<DataError> {
  let line = 1;
  let left = offset;
  for await (const { bytes } of filePieces(path)) {
    for (const byte of bytes.subarray(0, Math.max(0, left))) if (byte === LINE_FEED) line++;
    left -= bytes.length;
  }
  return new DataError(`${path}: line ${line} ${message}`);
}
