import { open } from "node:fs/promises";
import { hostInterruption } from "../interruption.js";
import { CsvReader } from "./csv/csvReader.js";
import { EncodingError } from "./csv/decoder.js";
import { DataError } from "./dataError.js";
import { type CsvData, decimalMarks, encodeTable } from "./table/encodeTable.js";
import { type CsvOptions, type CsvPlan, csvPlan } from "./table/options.js";

/** Bytes read from the file at once. */
const PIECE = 1 << 22;
const LINE_FEED = 10;

/** Why a file cannot be read, by the system's codes. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EISDIR: "is a folder, not a file",
  EACCES: "may not be read (no permission)",
};

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
  const plan = csvPlan(options);
  const reader = new CsvReader(path, plan);
  for (;;) {
    await readPieces(path, (piece, last) => reader.push(piece, last)).catch(
      async (error: unknown) => {
        throw error instanceof EncodingError ? await atLine(path, error) : error;
      },
    );
    const data = decide(reader, plan);
    if (data !== undefined) return data;
  }
}

async function readPieces(
  path: string,
  take: (piece: Uint8Array, last: boolean) => void,
): Promise<void> {
  const signal = hostInterruption();
  const cannot = (error: Error & { readonly code?: string }): never => {
    throw new DataError(
      `${path}: ${REASONS[error.code ?? ""] ?? `cannot be read: ${error.message}`}`,
    );
  };
  const file = await open(path).catch(cannot);
  try {
    const buffer = new Uint8Array(PIECE);
    let size: number;
    do {
      // A pipe gives what it has: the piece is filled, since its first bytes tell the encoding.
      let bytesRead: number;
      size = 0;
      do {
        ({ bytesRead } = await file.read(buffer, size, PIECE - size).catch(cannot));
        size += bytesRead;
      } while (bytesRead > 0 && size < PIECE);
      signal?.throwIfAborted();
      take(buffer.subarray(0, size), size < PIECE);
    } while (size === PIECE);
  } finally {
    await file.close();
  }
}

/** The same error with the line, for a byte that is no text. */
async function atLine(path: string, { offset, message }: EncodingError): Promise<DataError> {
  let line = 1;
  let left = offset;
  await readPieces(path, (piece) => {
    for (const byte of piece.subarray(0, Math.max(0, left))) if (byte === LINE_FEED) line++;
    left -= piece.length;
  });
  return new DataError(`${path}: line ${line} ${message}`);
}
