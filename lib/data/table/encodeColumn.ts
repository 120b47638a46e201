import { show } from "../../check.js";
import { DataError } from "../dataError.js";
import type { ColumnInfo } from "./columnInfo.js";
import { hold } from "./hold.js";
import type { CsvPlan, MissingPolicy } from "./options.js";
import type { ReadColumn } from "./readColumn.js";
import { names } from "./spellings.js";

/** A column as features: `write` puts those of rows `from` up to `to` into `x`, each `at` places behind its row's start. */
export interface EncodedColumn {
  readonly info: ColumnInfo;
  readonly write: (x: Float32Array, width: number, at: number, from: number, to: number) => void;
}

/** The rows that stay, by their numbers in the file. */
export interface Rows {
  readonly file: string;
  readonly kept: Int32Array;
  /** A row's place, in words. */
  readonly place: (row: number) => string;
  /** What else than an empty cell may look empty, in words. */
  readonly emptyToo?: string | undefined;
}

type NumberCells = Extract<ReadColumn["cells"], { kind: "number" }>;
type TextCells = Extract<ReadColumn["cells"], { kind: "text" }>;

/** So many categories are never too many. */
const FEW_CATEGORIES = 20;
const LARGEST_FLOAT32 = 3.4028234663852886e38;

/** Whether a row's cell is missing. */
export function isMissing({ cells }: ReadColumn, row: number): boolean {
  return cells.kind === "number"
    ? Number.isNaN(cells.values[row])
    : cells.isMissing[cells.ids[row]];
}

function base(
  column: ReadColumn,
  notes: readonly string[],
): Pick<ColumnInfo, "name" | "missing" | "missingMarks" | "notes"> {
  const { name, missingMarks } = column;
  const missing = [...missingMarks.values()].reduce((sum, count) => sum + count, 0);
  return {
    name,
    missing,
    missingMarks: Object.fromEntries(missingMarks),
    notes: [...column.notes, ...notes],
  };
}

function numberColumn(
  column: ReadColumn,
  cells: NumberCells,
  policy: MissingPolicy,
  rows: Rows,
  note: string[],
): EncodedColumn {
  const { kept, place, file } = rows;
  const { name } = column;
  const values =
    kept.length === cells.values.length
      ? cells.values
      : Float64Array.from(kept, (row) => cells.values[row]);
  const placeOf = (i: number): string => place(kept[i]);
  // Where texts are known, numbers of any size have come.
  const large =
    cells.texts === undefined ? -1 : values.findIndex((value) => Math.abs(value) > LARGEST_FLOAT32);
  if (large >= 0)
    throw new DataError(
      `${file}: ${placeOf(large)}, column ${JSON.stringify(name)}: must be a number of at most 3.4e38, got ${spelt(column, rows, large)}`,
    );
  const { merged, ...precision } = hold(values, cells.digits);
  const { centre, scale } = precision;
  const notes = [...note];
  if (centre !== 0 || scale !== 1)
    notes.push(
      `held as (value − ${centre})${scale === 1 ? "" : ` / ${scale}`}, in data.scaling: float32 cannot hold its values apart as they are; other rows for the same model must be changed likewise, best read with these from one file`,
    );
  if (merged !== undefined) {
    const [a, b] = merged.rows;
    notes.push(
      `float32 cannot tell all of its values apart: ${values[a]} (${placeOf(a)}) and ${values[b]} (${placeOf(b)}) are held as one; ` +
        "divide it into two columns, a coarse and a fine one, if the difference matters",
    );
  } else if (
    precision.held === "rounded" &&
    centre === 0 &&
    values.every((value) => !(value % 1))
  ) {
    const most = values.reduce(
      (far, value) => Math.max(far, Math.abs(Math.fround(value) - value) || 0),
      0,
    );
    if (most > 0) notes.push(`whole numbers of more than 24 bits are rounded, by up to ${most}`);
  }
  const absent =
    policy === "error"
      ? 0
      : values.reduce((count, value) => count + Number(Number.isNaN(value)), 0);
  const sum =
    policy === "mean" && absent > 0
      ? values.reduce((all, value) => all + (value - centre || 0), 0)
      : 0;
  const fill = sum / (values.length - absent) / scale;
  const marks = policy === "category" && absent > 0;
  return {
    info: {
      ...base(column, notes),
      kind: "number",
      features: marks ? [name, `${name}=missing`] : [name],
      categories: [],
      format: cells.format,
      precision,
    },
    write: (x, width, at, from, to) => {
      for (let row = from, place = from * width + at; row < to; row++, place += width) {
        const value = values[row];
        const isAbsent = Number.isNaN(value);
        x[place] = isAbsent ? fill : (value - centre) / scale;
        if (marks) x[place + 1] = isAbsent ? 1 : 0;
      }
    },
  };
}

/** A number's spelling in the file, where it is known. */
function spelt({ cells }: ReadColumn, { kept }: Rows, i: number): string {
  if (cells.kind !== "number") return "";
  const { texts, values } = cells;
  const value = values[kept[i]];
  return texts?.find((text) => Number(text) === value) ?? String(value);
}

function categoryColumn(
  column: ReadColumn,
  cells: TextCells,
  policy: MissingPolicy,
  maxCategories: number,
  { file, kept, place }: Rows,
): EncodedColumn {
  const { name } = column;
  const used = new Uint8Array(cells.texts.length);
  let hole = -1;
  for (let i = 0; i < kept.length; i++) {
    const id = cells.ids[kept[i]];
    used[id] = 1;
    if (hole < 0 && cells.isMissing[id]) hole = i;
  }
  const found = names(cells.texts, (id) => used[id] === 1 && !cells.isMissing[id], { codes: true });
  if (found.names.length > maxCategories)
    throw new DataError(
      `${file}: column ${JSON.stringify(name)} must have at most maxCategories = ${maxCategories} categories, got ${found.names.length}; leave it out by ignore if its cells are names or texts`,
    );
  if (hole >= 0 && policy === "mean")
    throw new DataError(
      `${file}: ${place(kept[hole])}, column ${JSON.stringify(name)}: a missing category cannot be a mean; choose "drop" or "category" for this column`,
    );
  const notes = [...found.notes];
  if (found.names.length > FEW_CATEGORIES && found.names.length > kept.length / 2)
    notes.push(
      `${found.names.length} categories in ${kept.length} rows; if they are names of the rows, leave the column out by ignore`,
    );
  const extra = hole >= 0 && policy === "category" ? 1 : 0;
  const categories = extra ? ["", ...found.names] : found.names;
  const ids = cells.ids;
  return {
    info: {
      ...base(column, notes),
      kind: "category",
      features: categories.map((category) => `${name}=${category || "missing"}`),
      categories,
    },
    write: (x, width, at, from, to) => {
      for (let row = from, place = from * width + at; row < to; row++, place += width) {
        const id = found.ids[ids[kept[row]]];
        if (id >= 0) x[place + extra + id] = 1;
        else if (extra) x[place] = 1;
      }
    },
  };
}

/** How a column becomes features: itself, or one for each category. */
export function encodeColumn(
  column: ReadColumn,
  plan: CsvPlan,
  rows: Rows,
  notes: string[],
): EncodedColumn {
  const { name, cells, missingMarks } = column;
  const { file, kept, place, emptyToo } = rows;
  const policy = plan.policyOf(name);
  const also = emptyToo === undefined ? "" : `; ${emptyToo}`;
  if (policy === "error" && missingMarks.size > 0)
    for (let i = 0; i < kept.length; i++)
      if (isMissing(column, kept[i])) {
        const marks = [...missingMarks.keys()].filter((mark) => mark !== "");
        const why = marks.length === 0 ? "" : ` (taken for missing: ${marks.map(show).join(", ")})`;
        throw new DataError(
          `${file}: ${place(kept[i])}, column ${JSON.stringify(name)}: the cell is missing${why}; choose missing: "drop", "mean" or "category"${also}`,
        );
      }
  let empty = true;
  for (let i = 0; empty && i < kept.length; i++) empty = isMissing(column, kept[i]);
  if (empty)
    throw new DataError(`${file}: column ${JSON.stringify(name)} holds no value; ignore it${also}`);
  return cells.kind === "number"
    ? numberColumn(column, cells, policy, rows, notes)
    : categoryColumn(column, cells, policy, plan.maxCategories, rows);
}
