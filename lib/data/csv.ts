import { readFile } from "node:fs/promises";
import { at, type Cells, type ColumnInfo, distinct, encodeColumn } from "./csvColumn.js";
import { type CsvOptions, type CsvPlan, csvPlan } from "./csvOptions.js";
import { type CsvTable, readCsvTable } from "./csvTable.js";
import { DataError } from "./dataError.js";
import type { Dataset } from "./dataset.js";

/** A CSV file as a data set, and what its columns were read as. */
export interface CsvData {
  readonly data: Dataset;
  /** Feature columns, in the order of the file. */
  readonly columns: readonly ColumnInfo[];
  /** Names of x's features, in order: those of all columns. */
  readonly features: readonly string[];
  /** Lines of the rows left out for a missing cell. */
  readonly dropped: readonly number[];
}

function checkNames(file: string, header: readonly string[], plan: CsvPlan): void {
  for (const name of plan.named)
    if (!header.includes(name))
      throw new DataError(
        `${file}: line 1: there is no column ${JSON.stringify(name)}; the columns are ${header.map((column) => JSON.stringify(column)).join(", ")}`,
      );
}

function checkClasses(file: string, label: string, classes: readonly string[], most: number): void {
  if (classes.length < 2 || classes.length > most)
    throw new DataError(
      `${file}: the label ${JSON.stringify(label)} must have from 2 to maxCategories = ${most} classes, got ${classes.length}`,
    );
}

function encode(file: string, table: CsvTable, plan: CsvPlan): CsvData {
  const { header, rows, lines } = table;
  checkNames(file, header, plan);
  const cellsOf = (name: string): Cells => {
    const column = header.indexOf(name);
    const values = rows.map((row) =>
      plan.missingMarks.has(row[column]) ? undefined : row[column],
    );
    return { name, values, lines };
  };
  const label = cellsOf(plan.label);
  const names = header.filter((name) => name !== plan.label && !plan.ignore.has(name));
  if (names.length === 0) throw new DataError(`${file}: there is no column but the label`);
  const all = names.map(cellsOf);

  const isDropped = (row: number): boolean =>
    (plan.labelPolicy === "drop" && label.values[row] === undefined) ||
    all.some(({ name, values }) => plan.policyOf(name) === "drop" && values[row] === undefined);
  const kept = rows.map((_, row) => row).filter((row) => !isDropped(row));
  if (kept.length === 0) throw new DataError(`${file}: holds no row that can be used`);
  const keptOf = ({ name, values }: Cells): Cells => ({
    name,
    values: kept.map((row) => values[row]),
    lines: kept.map((row) => lines[row]),
  });

  const labels = keptOf(label);
  const unlabelled = labels.values.indexOf(undefined);
  if (unlabelled >= 0)
    throw new DataError(`${file}: ${at(labels, unlabelled)}: the label is missing`);
  const classes = distinct(labels.values);
  checkClasses(file, plan.label, classes, plan.maxCategories);
  const classIds = new Map(classes.map((name, id) => [name, id]));

  const columns = all.map((cells) => ({
    ...encodeColumn(file, keptOf(cells), {
      policy: plan.policyOf(cells.name),
      asCategory: plan.categories.has(cells.name),
      maxCategories: plan.maxCategories,
    }),
    missing: cells.values.filter((cell) => cell === undefined).length,
  }));
  const features = columns.flatMap(({ info }) => info.features);
  const n = kept.length;
  const x = new Float32Array(n * features.length);
  let offset = 0;
  for (const { info, write } of columns) {
    for (let row = 0; row < n; row++) write(x, row * features.length + offset, row);
    offset += info.features.length;
  }
  return {
    data: {
      x,
      y: Int32Array.from(labels.values, (name) => classIds.get(name ?? "") ?? 0),
      n,
      shape: [features.length],
      classes,
    },
    columns: columns.map(({ info, missing }) => ({ ...info, missing })),
    features,
    dropped: lines.filter((_, row) => isDropped(row)),
  };
}

/**
 * CSV text with a header line as a labelled data set. A column is a number column only if all its cells in
 * all rows are numbers; any other becomes one feature of 0 or 1 for each of its categories. Every error in
 * the text is a DataError that names line and column.
 * @param name the text's name, for error messages. Default `"CSV"`
 */
export function parseCsv(text: string, options: CsvOptions, name: string = "CSV"): CsvData {
  const plan = csvPlan(options);
  return encode(name, readCsvTable(text, name, plan.delimiter), plan);
}

/** A CSV file in UTF-8 with a header line as a labelled data set; see `parseCsv`. */
export async function loadCsv(path: string, options: CsvOptions): Promise<CsvData> {
  const plan = csvPlan(options);
  const bytes = await readFile(path).catch((error: Error) => {
    throw new DataError(`${path}: cannot be read: ${error.message}`);
  });
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new DataError(`${path}: is not text in UTF-8`);
  }
  return encode(path, readCsvTable(text, path, plan.delimiter), plan);
}
