import { readdir, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { positiveInteger, refuse } from "../check.js";
import { readCsv } from "./csv.js";
import { cannotRead } from "./filePieces.js";
import { excelTable } from "./formats/excel.js";
import { isIdxName, loadIdxFiles } from "./formats/idxFiles.js";
import { loadImageFolder } from "./formats/imageFolder.js";
import { jsonLines } from "./formats/jsonLines.js";
import { parquetTable } from "./formats/parquet.js";
import type { ImageSize } from "./formats/pictures.js";
import type { CsvData } from "./table/encodeTable.js";
import type { Examples } from "./table/examples.js";
import { type CsvOptions, csvPlan } from "./table/options.js";
import { encodeTyped } from "./table/typedTable.js";

/** How a file or folder becomes labelled examples. Tables need `label`; pictures have their labels in their folders or files. */
export interface ExampleOptions extends Partial<CsvOptions> {
  /** Of an Excel workbook: the sheet's name, or its number from 1. Default the first. */
  readonly sheet?: string | number;
  /** Of a folder of pictures: rows and columns that all are resized to, or one number for both. */
  readonly imageSize?: number | readonly [rows: number, cols: number];
}

type Kind = "text" | "jsonLines" | "parquet" | "excel" | "idx" | "folder";

const TABLES: Readonly<Record<string, Kind>> = {
  ".csv": "text",
  ".tsv": "text",
  ".txt": "text",
  ".jsonl": "jsonLines",
  ".ndjson": "jsonLines",
  ".parquet": "parquet",
  ".xlsx": "excel",
};

/** What to do with files of other kinds. */
const MENDS: Readonly<Record<string, string>> = {
  ".json": "write one object on each line, as .jsonl",
  ".xls": "save it as .xlsx",
  ".gz": "unpack it first (gunzip)",
  ".zip": "unpack it first",
  ".feather": "write it as Parquet",
  ".npy": "write it as CSV or Parquet",
  ".npz": "write it as CSV or Parquet",
  ".pkl": "write it as Parquet",
};

const who = "loadExamples";
const TEXT_ONLY = ["delimiter", "encoding"] as const satisfies readonly (keyof CsvOptions)[];

/**
 * Labelled examples out of a table (.csv, .tsv, .txt, .jsonl, .ndjson, .parquet, .xlsx), an IDX file of pictures with
 * its labels beside it, or a folder with one folder of pictures for each class. Tables of all formats are read by the
 * same decisions, see `parseCsv`. Whether the label is a class or a real value is found and said in `reason`; a column
 * called "split" that holds the words train, valid and test divides the examples.
 * @throws DataError for a file that cannot be read, with the place
 * @example
 * ```ts
 * import { mkdtempSync, writeFileSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { loadExamples } from "batchwise/data";
 *
 * const path = join(mkdtempSync(join(tmpdir(), "examples-")), "flats.jsonl");
 * const rows = [{ size: 50, rent: 610.5 }, { size: 72, rent: 840 }, { size: 65, rent: 790 }];
 * writeFileSync(path, rows.map((row) => JSON.stringify(row)).join("\n"));
 * const { data, reason } = await loadExamples(path, { label: "rent" });
 * console.log(data.n, reason); // 3 regression, because 3 of 3 label values differ
 * ```
 */
export async function loadExamples(
  path: string,
  options: ExampleOptions = {},
): Promise<Examples | CsvData> {
  const kind = await kindOf(path);
  const { sheet, imageSize, ...table } = options;
  if (kind === "folder" || kind === "idx") {
    const [given] =
      Object.entries({ ...table, sheet }).find(
        ([name, value]) => value !== undefined && name !== "problem",
      ) ?? [];
    if (given !== undefined)
      refuse(
        who,
        `${given} is for tables; pictures have their labels in their folders or files`,
        path,
      );
    if (table.problem === "regression")
      refuse(who, "pictures have classes, not real values; leave problem out", table.problem);
    if (kind === "idx" && imageSize !== undefined)
      refuse(
        who,
        "imageSize is for folders of pictures; those of an IDX file are of one size",
        path,
      );
    return kind === "idx"
      ? await loadIdxFiles(path)
      : await folderOf(path, imageSize === undefined ? undefined : sizeOf(imageSize));
  }
  if (imageSize !== undefined) refuse(who, "imageSize is for folders of pictures", path);
  if (sheet !== undefined && kind !== "excel")
    refuse(who, "sheet is for Excel workbooks (.xlsx)", path);
  const { label } = table;
  if (label === undefined)
    refuse(
      who,
      'label must name the column that is to be foretold, as in { label: "species" }',
      label,
    );
  const plan = csvPlan({ ...table, label }, { auto: true });
  if (kind === "text") return await readCsv(path, plan);
  for (const name of TEXT_ONLY)
    if (table[name] !== undefined)
      refuse(who, `${name} is for files of text (.csv, .tsv, .txt)`, path);
  if (kind === "excel") return await encodeTyped(await excelTable(path, sheet, plan.header), plan);
  if (plan.header !== true)
    refuse(who, "header is for text and Excel; this file names its columns itself", path);
  return await encodeTyped(await (kind === "parquet" ? parquetTable : jsonLines)(path), plan);
}

async function kindOf(path: string): Promise<Kind> {
  const found = await stat(path).catch((error: unknown) => cannotRead(path, error));
  if (found.isDirectory()) return "folder";
  if (isIdxName(path)) return "idx";
  const extension = extname(path).toLowerCase();
  return (
    TABLES[extension] ??
    refuse(
      who,
      `the file must be a table (${Object.keys(TABLES).join(", ")}), an IDX file of images or a folder with one folder of pictures for each class${Object.hasOwn(MENDS, extension) ? `; ${MENDS[extension]}` : ""}`,
      path,
    )
  );
}

/** A folder of IDX files, or of pictures. */
async function folderOf(path: string, size: ImageSize | undefined): Promise<Examples> {
  const names = await readdir(path).catch((error: unknown) => cannotRead(path, error));
  const images = names.filter((name) => isIdxName(name) && /images/i.test(name)).sort();
  const first = images.find((name) => /^train/i.test(name)) ?? images[0];
  if (first !== undefined && size === undefined) return await loadIdxFiles(join(path, first));
  return await loadImageFolder(path, size);
}

function sizeOf(size: number | readonly [rows: number, cols: number]): ImageSize {
  const [rows, cols] = typeof size === "number" ? [size, size] : size;
  return [positiveInteger(who, "imageSize", rows), positiveInteger(who, "imageSize", cols)];
}
