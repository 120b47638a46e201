import { oneOf, positiveInteger, refuse } from "../check.js";

/**
 * What to do with a missing cell of a feature column:
 * - `error`: refuse the file, naming line and column;
 * - `drop`: leave out the row;
 * - `mean`: in a number column, the mean of its other cells. Over *all* rows, so the rows of a later test
 *   set take part; refused in a category column;
 * - `category`: in a category column one more category, `""`; in a number column 0, and one more feature
 *   `<column>=missing` that is 1 there.
 */
export type MissingPolicy = "error" | "drop" | "mean" | "category";

const POLICIES = ["error", "drop", "mean", "category"] as const satisfies readonly MissingPolicy[];

export interface CsvOptions {
  /** The column that holds the class. A row whose class is missing is an error, or left out with `missing: "drop"`. */
  readonly label: string;
  /** Default `"error"`. */
  readonly missing?: MissingPolicy;
  /** Columns with a policy of their own. */
  readonly missingIn?: Readonly<Record<string, MissingPolicy>>;
  /** Cells that count as missing, compared without spaces around them. Default: the empty cell. */
  readonly missingMarks?: readonly string[];
  /** Columns read as categories although they hold numbers. */
  readonly categories?: readonly string[];
  /** Columns left out. */
  readonly ignore?: readonly string[];
  /** The most values a category column or the label may have; more are taken for a mistake. Default 100. */
  readonly maxCategories?: number;
  /** What separates cells. Default `","`. */
  readonly delimiter?: string;
}

/** The options with defaults filled in, for columns by name. */
export interface CsvPlan {
  readonly label: string;
  readonly labelPolicy: "error" | "drop";
  readonly missingMarks: ReadonlySet<string>;
  readonly categories: ReadonlySet<string>;
  readonly ignore: ReadonlySet<string>;
  readonly maxCategories: number;
  readonly delimiter: string;
  readonly policyOf: (column: string) => MissingPolicy;
  /** Every column that the options name. */
  readonly named: readonly string[];
}

function strings(name: string, value: unknown): readonly string[] {
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string"))
    refuse("loadCsv", `${name} must be an array of strings`, value);
  return value;
}

/** Checks the options. */
export function csvPlan(options: CsvOptions): CsvPlan {
  const { label, missing = "error", missingIn = {}, missingMarks = [""] } = options;
  const { maxCategories = 100, delimiter = "," } = options;
  if (typeof label !== "string") refuse("loadCsv", "label must be the name of a column", label);
  oneOf("loadCsv", "missing", missing, POLICIES);
  const own = new Map(Object.entries(missingIn));
  for (const [column, policy] of own) oneOf("loadCsv", `missingIn.${column}`, policy, POLICIES);
  if (typeof delimiter !== "string" || !/^[^"\r\n\ufeff]$/.test(delimiter))
    refuse("loadCsv", "delimiter must be one character, no quote or line end", delimiter);
  const categories = strings("categories", options.categories ?? []);
  const ignore = strings("ignore", options.ignore ?? []);
  return {
    label,
    labelPolicy: (own.get(label) ?? missing) === "drop" ? "drop" : "error",
    missingMarks: new Set(strings("missingMarks", missingMarks)),
    categories: new Set(categories),
    ignore: new Set(ignore),
    maxCategories: positiveInteger("loadCsv", "maxCategories", maxCategories),
    delimiter,
    policyOf: (column) => own.get(column) ?? missing,
    named: [label, ...own.keys(), ...categories, ...ignore],
  };
}
