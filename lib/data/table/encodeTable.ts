import type { RawColumn, RawTable } from "../cells/rawTable.js";
import { DataError } from "../dataError.js";
import type { Scaling } from "../dataset.js";
import type { ColumnInfo } from "./columnInfo.js";
import { type EncodedColumn, encodeColumn, isMissing, type Rows } from "./encodeColumn.js";
import type { Examples } from "./examples.js";
import { type ReadLabels, readLabels } from "./labels.js";
import type { CsvPlan } from "./options.js";
import { type FileContext, readColumn, readingsOf } from "./readColumn.js";
import { isPartColumn, readGroups, readParts } from "./roles.js";

/** A table as a data set, and what its columns were read as. */
export interface CsvData extends Examples {
  /** Feature columns, in the order of the file. */
  readonly columns: readonly ColumnInfo[];
  /** The label's column; its categories are the classes. */
  readonly label: ColumnInfo;
  /** Names of x's features, in order: those of all columns. */
  readonly features: readonly string[];
}

/**
 * The decimal marks that columns show without doubt, and the number columns that must be read as texts because
 * of them: in a file with decimal commas, 1.100 is more likely 1100.
 */
export function decimalMarks(
  table: RawTable,
  plan: CsvPlan,
): { shown: Set<"." | ",">; again: Set<number> } {
  const shown = new Set<"." | ",">();
  const groups = new Set<number>();
  table.header.forEach((name, at) => {
    if (name === plan.label || name === plan.split || name === plan.group) return;
    if (plan.ignore.has(name) || plan.categories.has(name)) return;
    const raw = table.column(name);
    if (raw.kind === "text") {
      const { ways } = readingsOf(raw, plan);
      if (ways.length === 1 && ways[0].showsDecimal) shown.add(ways[0].format.decimal);
    } else if (table.decimal === "." && raw.mostDigits === 3 && raw.fewestDigits === 3)
      groups.add(at);
    else if (raw.fewestDigits < 99) shown.add(table.decimal);
  });
  const again =
    plan.decimal === undefined && shown.has(",") && !shown.has(".") ? groups : new Set<number>();
  return { shown, again };
}

const ROWS_AT_ONCE = 512;

function quote(name: string): string {
  return JSON.stringify(name);
}

/** A table as a data set. @param shown the decimal marks that its columns show */
export function encodeTable(
  table: RawTable,
  plan: CsvPlan,
  shown: ReadonlySet<"." | ",">,
): CsvData {
  const { name: file, header, lines, place, rows } = table;
  if (rows === 0) throw new DataError(`${file}: holds no row that can be used`);
  const context: FileContext = { file, place, plan, decimal: table.decimal, shown };
  const reading = readLabels(table.column(plan.label), context);
  const found = plan.findSplit && header.includes("split") && isPartColumn(table, "split");
  const split = found ? "split" : plan.split;
  const apart = [plan.label, split, plan.group];
  const names = header.filter((name) => !apart.includes(name) && !plan.ignore.has(name));
  if (names.length === 0) throw new DataError(`${file}: there is no column but the label`);
  const raw = new Map<string, RawColumn>(names.map((name) => [name, table.column(name)]));
  const read = names.map((name) =>
    readColumn(name, raw.get(name) ?? table.column(name), plan.categories.has(name), context),
  );
  const dropping = read.filter(
    ({ name, missingMarks }) => plan.policyOf(name) === "drop" && missingMarks.size > 0,
  );
  const all = new Int32Array(rows);
  let count = 0;
  const dropped: number[] = [];
  for (let row = 0; row < rows; row++) {
    const drop =
      (plan.labelPolicy === "drop" && reading.isMissing(row)) ||
      dropping.some((column) => isMissing(column, row));
    if (drop) dropped.push(lines[row]);
    else all[count++] = row;
  }
  const kept = all.subarray(0, count);
  if (kept.length === 0) throw new DataError(`${file}: holds no row that can be used`);
  const unlabelled = kept.find(reading.isMissing);
  if (unlabelled !== undefined)
    throw new DataError(
      `${file}: ${place(unlabelled)}, column ${quote(plan.label)}: the label is missing${table.emptyToo === undefined ? "" : `; ${table.emptyToo}`}`,
    );

  const labels = reading.labels(kept);
  const where: Rows = { file, kept, place, emptyToo: table.emptyToo };
  const columns = read.map((column) =>
    encodeColumn(column, plan, where, pointNotes(table, raw.get(column.name), plan, shown)),
  );
  const infos = columns.map(({ info }) => info);
  const features = infos.flatMap((info) => info.features);
  checkFeatureNames(file, features);
  const n = kept.length;
  const scaling = scalingOf(infos);
  const label = labelInfo(plan.label, labels);
  return {
    data: {
      x: featureValues(file, columns, n, features.length),
      ...(labels.problem === "classification"
        ? { y: labels.ids, classes: labels.classes }
        : { y: new Int32Array(0), classes: [], target: labels.target }),
      n,
      shape: [features.length],
      ...(scaling && { scaling }),
    },
    columns: infos,
    label,
    features,
    problem: labels.problem,
    reason: labels.reason,
    ...(split !== undefined && { split: readParts(table, split)(kept) }),
    ...(plan.group !== undefined && { groups: readGroups(table, plan.group)(kept) }),
    dropped,
    notes: [
      ...table.notes,
      ...(found
        ? [
            'column "split" says which rows train, validate and test, and is no feature; name it in categories or ignore if it means something else',
          ]
        : []),
      ...[...infos, label].flatMap(({ name, notes }) =>
        notes.map((note) => `column ${quote(name)}: ${note}`),
      ),
    ],
  };
}

function labelInfo(name: string, labels: ReadLabels): ColumnInfo {
  return {
    name,
    missing: [...labels.missingMarks.values()].reduce((sum, count) => sum + count, 0),
    missingMarks: Object.fromEntries(labels.missingMarks),
    features: [],
    notes: labels.notes,
    ...(labels.problem === "classification"
      ? { kind: "category", categories: labels.classes }
      : { kind: "number", categories: [], format: labels.format }),
  };
}

/** (n, width) */
function featureValues(
  file: string,
  columns: readonly EncodedColumn[],
  n: number,
  width: number,
): Float32Array {
  const x = allocate(file, n, width);
  const offsets: number[] = [];
  let offset = 0;
  for (const { info } of columns) {
    offsets.push(offset);
    offset += info.features.length;
  }
  // Some rows of all columns at a time, which fit into the processor's cache.
  for (let start = 0; start < n; start += ROWS_AT_ONCE)
    for (const [c, { write }] of columns.entries())
      write(x, width, offsets[c], start, Math.min(n, start + ROWS_AT_ONCE));
  return x;
}

/** Decimals that may be thousands, or that other columns write with a comma. */
function pointNotes(
  { delimiter, decimal }: RawTable,
  raw: RawColumn | undefined,
  plan: CsvPlan,
  shown: ReadonlySet<"." | ",">,
): string[] {
  const isFound = plan.decimal === undefined && decimal === ".";
  if (raw?.kind !== "number" || !isFound || raw.fewestDigits === 99) return [];
  if (shown.has(",")) return ["its decimals follow a point, those of other columns a comma"];
  const groups = raw.mostDigits === 3 && raw.fewestDigits === 3;
  if (delimiter !== ";" || !groups || shown.has(".")) return [];
  return [
    'all its decimals have three digits and are read as such; if the points divide thousands, give thousands: "."',
  ];
}

/** One feature's name stands for one feature. */
function checkFeatureNames(file: string, features: readonly string[]): void {
  const places = new Map<string, number>();
  for (const [i, name] of features.entries()) {
    const first = places.get(name);
    if (first !== undefined)
      throw new DataError(
        `${file}: features ${first + 1} and ${i + 1} would both be called ${quote(name)}: a column's name, or a category "missing", is like that of another column's category; rename one`,
      );
    places.set(name, i);
  }
}

function allocate(file: string, n: number, features: number): Float32Array {
  try {
    return new Float32Array(n * features);
  } catch {
    throw new DataError(`${file}: ${n} rows of ${features} features do not fit into memory`);
  }
}

/** The columns' centres and scales, feature by feature; none where all values are held as they are. */
function scalingOf(columns: readonly ColumnInfo[]): Scaling | undefined {
  if (
    columns.every(
      ({ precision }) => (precision?.centre ?? 0) === 0 && (precision?.scale ?? 1) === 1,
    )
  )
    return undefined;
  const each = (value: (column: ColumnInfo) => number | undefined, other: number): number[] =>
    columns.flatMap((column) =>
      column.features.map((_, i) => (i === 0 ? (value(column) ?? other) : other)),
    );
  return {
    mean: each(({ precision }) => precision?.centre, 0),
    scale: each(({ precision }) => precision?.scale, 1),
  };
}
