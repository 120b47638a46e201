import { show } from "../../check.js";
import { DataError } from "../dataError.js";
import type { RawColumn } from "./csvReader.js";
import { type FileContext, readColumn, readingsOf } from "./readColumn.js";
import { names } from "./spellings.js";

/** The classes of the rows. */
export interface ReadLabels {
  readonly classes: readonly string[];
  /** (kept rows,) */
  readonly ids: Int32Array;
  readonly missingMarks: ReadonlyMap<string, number>;
  readonly notes: readonly string[];
}

/** So many classes are never too many, whatever the number of rows. */
const FEW_CLASSES = 20;

/** Which rows have no label, and the classes of those that are kept. */
export interface LabelReading {
  readonly isMissing: (row: number) => boolean;
  readonly classes: (kept: Int32Array) => ReadLabels;
}

/** Reads the label's column. */
export function readLabels(raw: RawColumn, context: FileContext): LabelReading {
  const { cells, missingMarks, notes } = readColumn(context.plan.label, raw, true, context);
  if (raw.kind !== "text" || cells.kind !== "text")
    throw new DataError(`${context.file}: the label was not read as texts`);
  return {
    isMissing: (row) => cells.isMissing[cells.ids[row]],
    classes: (kept) => {
      checkDiscrete(raw, context);
      const found = names(cells.texts, usedIn(cells, kept), { codes: isDeclared(context) });
      checkCount(
        found.names.length,
        kept.length,
        readingsOf(raw, context.plan).ways.length > 0,
        context,
      );
      return {
        classes: found.names,
        ids: kept.map((row) => found.ids[cells.ids[row]]),
        missingMarks,
        notes: [...notes, ...found.notes],
      };
    },
  };
}

function isDeclared({ plan }: FileContext): boolean {
  return plan.categories.has(plan.label);
}

function usedIn(
  { ids, texts }: { readonly ids: Int32Array; readonly texts: readonly string[] },
  kept: Int32Array,
): (id: number) => boolean {
  const used = new Uint8Array(texts.length);
  for (const row of kept) used[ids[row]] = 1;
  return (id) => used[id] === 1;
}

/** Real values are measurements, not classes. */
function checkDiscrete(raw: Extract<RawColumn, { kind: "text" }>, context: FileContext): void {
  const { file, lines, plan } = context;
  if (isDeclared(context)) return;
  const { present, ways } = readingsOf(raw, plan);
  const real = present.find((_, i) => ways.some(({ values }) => !Number.isInteger(values[i])));
  if (real !== undefined)
    throw new DataError(
      `${file}: the label ${show(plan.label)} must be classes, but holds real values, such as ${show(real.text)} in line ${lines[real.row]}; ` +
        "regression is not supported: make classes of ranges of it, or name the label in categories if its numbers are names",
    );
}

function checkCount(count: number, rows: number, numeric: boolean, context: FileContext): void {
  const { file, plan } = context;
  const most = plan.maxCategories;
  const label = `${file}: the label ${show(plan.label)}`;
  const regression = numeric
    ? "; if it is a number to predict: regression is not supported, make classes of ranges of it"
    : "";
  if (count < 2 || count > most)
    throw new DataError(
      `${label} must have from 2 to maxCategories = ${most} classes, got ${count}${count > 2 ? regression : ""}`,
    );
  if (!isDeclared(context) && count > FEW_CLASSES && count > rows / 2)
    throw new DataError(
      `${label} must have classes of at least two rows on average, got ${count} in ${rows} rows; name the label in categories to read them all the same${regression}`,
    );
}
