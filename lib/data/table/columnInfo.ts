import type { Precision } from "./hold.js";
import type { NumberFormat } from "./numberFormat.js";

/** What a column of a CSV file was read as. */
export interface ColumnInfo {
  readonly name: string;
  /** `number` if every cell of all rows that is not missing is a number; else `category`. */
  readonly kind: "number" | "category";
  /** Missing cells in the whole file. */
  readonly missing: number;
  /** How often each mark was taken for a missing cell, `""` being the empty cell. */
  readonly missingMarks: Readonly<Record<string, number>>;
  /** Names of the features it became, in the order of x: its own, or `<column>=<category>` for each category. */
  readonly features: readonly string[];
  /** The categories, sorted; none in a number column. */
  readonly categories: readonly string[];
  /** How a number column's cells are written. */
  readonly format?: NumberFormat;
  /** How a number column's values are held in x. */
  readonly precision?: Precision;
  /** In plain words, wherever the column was read otherwise than it looks, or could be read in another way. */
  readonly notes: readonly string[];
}
