import { show } from "../../check.js";
import type { RawColumn } from "../cells/rawTable.js";
import { DataError } from "../dataError.js";
import type { Target } from "../dataset.js";
import type { NumberFormat } from "./numberFormat.js";
import type { Problem } from "./options.js";
import { problemOf } from "./problem.js";
import { type FileContext, type Readings, readColumn, readingsOf } from "./readColumn.js";
import { names } from "./spellings.js";
import { standardizedTarget } from "./target.js";

/** What the rows' labels are: classes, or real values. */
export type ReadLabels = {
  readonly missingMarks: ReadonlyMap<string, number>;
  readonly notes: readonly string[];
  /** Why they are that, in words that begin with the problem. */
  readonly reason: string;
} & (
  | {
      readonly problem: Extract<Problem, "classification">;
      readonly classes: readonly string[];
      /** (kept rows,) */
      readonly ids: Int32Array;
    }
  | {
      readonly problem: Extract<Problem, "regression">;
      readonly target: Target;
      readonly format: NumberFormat;
    }
);

/** So many classes are never too many, whatever the number of rows. */
const FEW_CLASSES = 20;

/** Which rows have no label, and the labels of those that are kept. */
export interface LabelReading {
  readonly isMissing: (row: number) => boolean;
  readonly labels: (kept: Int32Array) => ReadLabels;
}

interface LabelColumn {
  readonly raw: Extract<RawColumn, { kind: "text" }>;
  readonly readings: Readings;
}

/** Reads the label's column. */
export function readLabels(raw: RawColumn, context: FileContext): LabelReading {
  const { plan } = context;
  if (raw.kind !== "text") throw new DataError(`${context.file}: the label was not read as texts`);
  const readings = readingsOf(raw, plan);
  const absent = new Uint8Array(raw.texts.length);
  for (const { id } of readings.missing) absent[id] = 1;
  const column: LabelColumn = { raw, readings };
  return {
    isMissing: (row) => absent[raw.ids[row]] === 1,
    labels: (kept) => {
      const { problem, reason } = problemOf(raw, readings, kept, context);
      return problem === "regression"
        ? targetOf(column, kept, reason, context)
        : classesOf(column, kept, reason, context);
    },
  };
}

function classesOf(
  { raw, readings }: LabelColumn,
  kept: Int32Array,
  reason: string,
  context: FileContext,
): ReadLabels {
  const { plan } = context;
  const numeric = readings.ways.length > 0;
  // Words among many numbers are most often a mistake; where the problem is given, they are classes.
  const asTexts = numeric || plan.problem !== "auto" || isDeclared(context);
  const { cells, missingMarks, notes } = readColumn(plan.label, raw, asTexts, context, readings);
  if (cells.kind !== "text")
    throw new DataError(`${context.file}: the label was not read as texts`);
  checkDiscrete(readings, context);
  const found = names(cells.texts, usedIn(cells, kept), { codes: isDeclared(context) });
  checkCount(found.names.length, kept.length, numeric, context);
  return {
    problem: "classification",
    reason,
    classes: found.names,
    ids: kept.map((row) => found.ids[cells.ids[row]]),
    missingMarks,
    notes: [...notes, ...found.notes],
  };
}

function targetOf(
  { raw, readings }: LabelColumn,
  kept: Int32Array,
  reason: string,
  context: FileContext,
): ReadLabels {
  const { file, plan, place } = context;
  const { cells, missingMarks, notes } = readColumn(plan.label, raw, false, context, readings);
  if (cells.kind !== "number") {
    const { present } = readings;
    const word = present.find(({ text }) => Number.isNaN(Number(text))) ?? present[0];
    throw new DataError(
      `${file}: the label ${show(plan.label)} must be numbers for regression, but holds ${word === undefined ? "none" : `${show(word.text)} in ${place(word.row)}`}`,
    );
  }
  const { values, format } = cells;
  const kinds = Float64Array.from(kept, (row) => values[row]);
  const target = standardizedTarget(plan.label, kinds, (i) => `${file}: ${place(kept[i])}`);
  return { problem: "regression", reason, target, format, missingMarks, notes };
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
function checkDiscrete({ present, ways }: Readings, context: FileContext): void {
  const { file, place, plan } = context;
  if (isDeclared(context)) return;
  const real = present.find((_, i) => ways.some(({ values }) => !Number.isInteger(values[i])));
  if (real !== undefined)
    throw new DataError(
      `${file}: the label ${show(plan.label)} must be classes, but holds real values, such as ${show(real.text)} in ${place(real.row)}; ` +
        'give problem: "regression" to foretell them, or name the label in categories if its numbers are names',
    );
}

function checkCount(count: number, rows: number, numeric: boolean, context: FileContext): void {
  const { file, plan } = context;
  const most = plan.maxCategories;
  const label = `${file}: the label ${show(plan.label)}`;
  const regression = numeric ? '; if it is a number to foretell, give problem: "regression"' : "";
  if (count < 2 || count > most)
    throw new DataError(
      `${label} must have from 2 to maxCategories = ${most} classes, got ${count}${count > 2 ? regression : ""}`,
    );
  if (!isDeclared(context) && count > FEW_CLASSES && count > rows / 2)
    throw new DataError(
      `${label} must have classes of at least two rows on average, got ${count} in ${rows} rows; name the label in categories to read them all the same${regression}`,
    );
}
