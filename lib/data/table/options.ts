import { oneOf, positiveInteger, refuse, show } from "../../check.js";
import { checkEncoding } from "../csv/decoder.js";

/**
 * What to do with a missing cell of a feature column:
 * - `error`: refuse the file, naming line and column;
 * - `drop`: leave out the row;
 * - `mean`: in a number column, the mean of its other cells. Over *all* rows, so the rows of a later test
 *   set take part; refused in a category column;
 * - `category`: in a category column one more category, `""`; in a number column 0 (the centre, if the column
 *   was centred), and one more feature `<column>=missing` that is 1 there.
 */
export type MissingPolicy = "error" | "drop" | "mean" | "category";

const POLICIES = ["error", "drop", "mean", "category"] as const satisfies readonly MissingPolicy[];

/** Cells that usually mean "missing", taken so in columns whose other cells are all numbers. */
export const USUAL_MARKS: readonly string[] = [
  ..."NA,N/A,n/a,na,#N/A,#NA,<NA>,NaN,nan,NAN,-NaN,-nan,null,NULL,Null,None,none,NONE,nil".split(
    ",",
  ),
  ..."missing,MISSING,Missing,?,-,--,---,.,..,*,\\N,–,—".split(","),
];

/** Marks between thousands. The space stands for every kind of space, the apostrophe for both of its forms. */
export type ThousandsMark = "," | "." | " " | "'" | "_";

/** How a table of text becomes a data set. What is not given is found in the file. */
export interface CsvOptions {
  /** The column that is to be foretold. A row whose label is missing is an error, or left out with `missing: "drop"`. */
  readonly label: string;
  /**
   * Whether the label holds classes or real values; `"auto"`: classes if it holds words or a few different whole
   * numbers. Default `"classification"` for loadCsv and parseCsv, `"auto"` for loadExamples.
   */
  readonly problem?: Problem | "auto";
  /** A column that says of each row whether it is for train, valid or test, and is no feature; see `Examples.split`. */
  readonly split?: string;
  /** A column of groups that must not be divided, and is no feature; see `Examples.groups`. */
  readonly group?: string;
  /** Default `"error"`. */
  readonly missing?: MissingPolicy;
  /** Columns with a policy of their own. */
  readonly missingIn?: Readonly<Record<string, MissingPolicy>>;
  /**
   * Cells that count as missing in every column, compared without spaces around them; the empty cell always does.
   * Default: the usual marks (NA, NaN, null, ?, - and the like), only in columns whose other cells are all numbers.
   */
  readonly missingMarks?: readonly string[];
  /** Columns read as categories although they hold numbers. */
  readonly categories?: readonly string[];
  /** Columns left out; `""` is the column without a name. */
  readonly ignore?: readonly string[];
  /** The most values a category column or the label may have; more are taken for a mistake. Default 100. */
  readonly maxCategories?: number;
  /** What separates cells: one ASCII character; `" "` stands for any run of blanks and tabs. Default: found in the file. */
  readonly delimiter?: string;
  /** `true` if the first line names the columns, `false` if not (they are c1, c2, …), or their names. Default `true`. */
  readonly header?: boolean | readonly string[];
  /** The mark before decimals. Default: found for each column, a point where both may be. */
  readonly decimal?: "." | ",";
  /** The mark between thousands, `""` for none. Default: found for each column. */
  readonly thousands?: ThousandsMark | "";
  /** The file's encoding, by a name that TextDecoder knows. Default `"utf-8"`, or what a byte-order mark says. */
  readonly encoding?: string;
}

/** What is to be foretold: one of some classes, or a real value. */
export type Problem = "classification" | "regression";

/** The options with defaults filled in, for columns by name. */
export interface CsvPlan {
  readonly label: string;
  readonly problem: Problem | "auto";
  readonly split: string | undefined;
  /** Whether a column called "split" is taken for one, if its cells say so. */
  readonly findSplit: boolean;
  readonly group: string | undefined;
  readonly labelPolicy: "error" | "drop";
  /** Marks that count in every column; without them, the usual ones in number columns. */
  readonly missingMarks: ReadonlySet<string> | undefined;
  readonly categories: ReadonlySet<string>;
  readonly ignore: ReadonlySet<string>;
  readonly maxCategories: number;
  readonly delimiter: string | undefined;
  readonly header: boolean | readonly string[];
  readonly decimal: "." | "," | undefined;
  readonly thousands: ThousandsMark | "" | undefined;
  readonly encoding: string | undefined;
  readonly policyOf: (column: string) => MissingPolicy;
  /** Every column that the options name. */
  readonly named: readonly string[];
}

const NAMES: readonly string[] = [
  ..."label,problem,split,group,missing,missingIn,missingMarks".split(","),
  ..."categories,ignore,maxCategories".split(","),
  ..."delimiter,header,decimal,thousands,encoding".split(","),
];

function strings(who: string, name: string, value: unknown): readonly string[] {
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string"))
    refuse(who, `${name} must be an array of strings`, value);
  const twice = value.find((item, i) => value.indexOf(item) !== i);
  if (twice !== undefined) refuse(who, `${name} must name each once`, twice);
  return value;
}

/** Whether a value can separate cells: one ASCII character that is no part of a number, a word, a quote or a line end. */
function separates(value: unknown): boolean {
  return (
    typeof value === "string" &&
    value.length === 1 &&
    value > "\0" &&
    value < "\u007f" &&
    !/[\r\n"+\-.0-9a-z]/i.test(value)
  );
}

/**
 * Checks the options.
 * @param auto whether problem and split are found in the file where they are not given
 */
export function csvPlan(
  options: CsvOptions,
  { auto = false }: { readonly auto?: boolean } = {},
): CsvPlan {
  const who = auto ? "loadExamples" : "loadCsv";
  if (typeof options !== "object" || options === null)
    refuse(who, 'options must be an object such as { label: "y" }', options);
  for (const name of Object.keys(options))
    if (!NAMES.includes(name)) refuse(who, `options must be among ${NAMES.join(", ")}`, name);
  const { label, missing = "error", missingIn = {}, missingMarks, maxCategories = 100 } = options;
  const { delimiter, header = true, decimal, thousands, encoding } = options;
  if (typeof label !== "string") refuse(who, "label must be the name of a column", label);
  const { problem = auto ? "auto" : "classification", split, group } = options;
  oneOf(who, "problem", problem, ["auto", "classification", "regression"]);
  for (const [role, column] of Object.entries({ split, group }))
    if (column !== undefined && typeof column !== "string")
      refuse(who, `${role} must be the name of a column`, column);
  if (label === (split ?? group) || label === group || (split !== undefined && split === group))
    refuse(
      who,
      "label, split and group must be different columns",
      [label, split, group].join(", "),
    );
  oneOf(who, "missing", missing, POLICIES);
  const own = new Map(Object.entries(missingIn));
  for (const [column, policy] of own) oneOf(who, `missingIn.${column}`, policy, POLICIES);
  if (delimiter !== undefined && !separates(delimiter))
    refuse(
      who,
      "delimiter must be one character of ASCII, no quote, line end, letter, digit, sign or point",
      delimiter,
    );
  if (decimal !== undefined) oneOf(who, "decimal", decimal, [".", ","]);
  if (thousands !== undefined) oneOf(who, "thousands", thousands, ["", ",", ".", " ", "'", "_"]);
  if (thousands !== undefined && thousands === (decimal ?? "no mark"))
    refuse(who, "thousands must differ from decimal", thousands);
  if (typeof header !== "boolean" && strings(who, "header", header).length === 0)
    refuse(who, "header must be true, false or the names of all columns", header);
  const categories = strings(who, "categories", options.categories ?? []);
  const ignore = strings(who, "ignore", options.ignore ?? []);
  for (const [role, column] of Object.entries({ label, split, group }))
    if (column !== undefined && ignore.includes(column))
      refuse(who, `ignore must not hold the ${role} ${show(column)}`, ignore.join(", "));
  const both = categories.find((name) => ignore.includes(name));
  if (both !== undefined) refuse(who, "a column must not be in both categories and ignore", both);
  return {
    label,
    problem,
    split,
    group,
    findSplit:
      auto && split === undefined && ![label, group, ...categories, ...ignore].includes("split"),
    labelPolicy: (own.get(label) ?? missing) === "drop" ? "drop" : "error",
    missingMarks: missingMarks && new Set(["", ...strings(who, "missingMarks", missingMarks)]),
    categories: new Set(categories),
    ignore: new Set(ignore),
    maxCategories: positiveInteger(who, "maxCategories", maxCategories),
    delimiter,
    header,
    decimal,
    thousands,
    encoding: encoding === undefined ? undefined : checkEncoding(who, encoding),
    policyOf: (column) => own.get(column) ?? missing,
    named: [label, split ?? "", group ?? "", ...own.keys(), ...categories, ...ignore].filter(
      (name) => name !== "",
    ),
  };
}
