import type { AsyncBuffer, ColumnMetaData, Compressors, DataReader, FileMetaData } from "hyparquet";
import { parquetSchema } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import { decompressPage } from "hyparquet/src/datapage.js";
import { readRleBitPackedHybrid } from "hyparquet/src/encoding.js";
import { readPlain } from "hyparquet/src/plain.js";

/** An open file, and what reads it. */
export interface ParquetFile {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly compressors: Compressors;
}

const NUMBERS = ["DOUBLE", "FLOAT", "INT32", "INT64"];

/**
 * A column's numbers, page by page into one array: hyparquet's way, which also knows nested and absent cells, takes about ten
 * times as long. Nothing where a cell is absent or may be something else than a number, or where the file is written
 * in a way that few are.
 */
export async function parquetNumbers(
  { file, metadata, compressors }: ParquetFile,
  name: string,
): Promise<Float64Array | undefined> {
  const nodes = parquetSchema(metadata).children.filter(({ element }) => element.name === name);
  const [{ children, element }] = nodes;
  const { type = "", converted_type, logical_type, repetition_type } = element;
  const annotated = converted_type !== undefined || logical_type !== undefined;
  if (nodes.length > 1 || children.length > 0 || annotated || !NUMBERS.includes(type))
    return undefined;
  if (repetition_type !== "OPTIONAL" && repetition_type !== "REQUIRED") return undefined;
  const sizes = metadata.row_groups.map(({ num_rows }) => Number(num_rows));
  const all = new Float64Array(sizes.reduce((sum, size) => sum + size, 0));
  let first = 0;
  for (const [i, { columns }] of metadata.row_groups.entries()) {
    const about = columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === name)?.meta_data;
    if (about === undefined) return undefined;
    const start = Number(about.dictionary_page_offset || about.data_page_offset);
    const bytes = await file.slice(start, start + Number(about.total_compressed_size));
    const values = all.subarray(first, first + sizes[i]);
    const pages = { bytes, about, compressors, optional: repetition_type === "OPTIONAL" };
    if (!readPages(pages, values)) return undefined;
    first += sizes[i];
  }
  return all;
}

interface Pages {
  readonly bytes: ArrayBuffer;
  readonly about: ColumnMetaData;
  readonly compressors: Compressors;
  /** Whether cells may be absent. */
  readonly optional: boolean;
}

/** Fills values from a column's pages. @returns whether all of them are there */
function readPages({ bytes, about, compressors, optional }: Pages, values: Float64Array): boolean {
  const { type, codec } = about;
  const reader = { view: new DataView(bytes), offset: 0 };
  let dictionary: Float64Array | undefined;
  let done = 0;
  while (done < values.length) {
    const { data_page_header, dictionary_page_header, ...header } = parquetHeader(reader);
    const packed = new Uint8Array(bytes, reader.offset, header.compressed_page_size);
    reader.offset += packed.length;
    const plain = decompressPage(packed, header.uncompressed_page_size, codec, compressors);
    const view = new DataView(plain.buffer, plain.byteOffset, plain.byteLength);
    const page = { view, offset: 0 };
    if (dictionary_page_header !== undefined) {
      dictionary = asNumbers(readPlain(page, type, dictionary_page_header.num_values, undefined));
      continue;
    }
    if (data_page_header === undefined) return false;
    const { num_values: count, encoding } = data_page_header;
    if (!(count > 0 && done + count <= values.length)) return false;
    if (optional && !allPresent(page, count)) return false;
    if (encoding === "PLAIN") values.set(asNumbers(readPlain(page, type, count, undefined)), done);
    else if (dictionary !== undefined && encoding.endsWith("_DICTIONARY"))
      lookUp(page, dictionary, values.subarray(done, done + count));
    else return false;
    done += count;
  }
  return true;
}

/** Whether a page's definition levels are one run of ones, as writers have it where no cell is absent; reads over them. */
function allPresent(page: DataReader, count: number): boolean {
  const size = page.view.getUint32(0, true);
  let run = 0;
  let at = 4;
  for (let shift = 0, more = true; more && shift < 32; shift += 7, at++) {
    const byte = page.view.getUint8(at);
    run += (byte & 127) * 2 ** shift;
    more = byte > 127;
  }
  page.offset = 4 + size;
  return run === 2 * count && page.view.getUint8(at) === 1 && at + 1 === page.offset;
}

/** Puts the dictionary's numbers that a page names into `values`. */
function lookUp(page: DataReader, dictionary: Float64Array, values: Float64Array): void {
  const width = page.view.getUint8(page.offset++);
  const ids = new Int32Array(values.length);
  if (width > 0) readRleBitPackedHybrid(page, width, ids, page.view.byteLength - page.offset);
  // One beyond the dictionary gives NaN, which is no plain number.
  for (let i = 0; i < ids.length; i++) values[i] = dictionary[ids[i]];
}

function asNumbers(values: ArrayLike<unknown>): Float64Array {
  if (values instanceof BigInt64Array) {
    const numbers = new Float64Array(values.length);
    for (let i = 0; i < values.length; i++) numbers[i] = Number(values[i]);
    return numbers;
  }
  return values instanceof Float64Array ? values : new Float64Array(values as ArrayLike<number>);
}
