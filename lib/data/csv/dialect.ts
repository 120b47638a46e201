import { DataError } from "../dataError.js";
import { checkHeader } from "../table/header.js";
import { readNumbers } from "../table/numberFormat.js";
import { type CsvPlan, USUAL_MARKS } from "../table/options.js";
import { PLAIN_NUMBER } from "../table/plainNumber.js";
import { likelyDelimiter, sample } from "./delimiter.js";

/** How a file's bytes become a table. */
export interface Dialect {
  readonly delimiter: string;
  /** The columns' names, without the empty one behind a delimiter that ends every line. */
  readonly header: readonly string[];
  /** Whether the first record holds the names. */
  readonly named: boolean;
  /** Whether every line ends with a delimiter, behind which nothing comes. */
  readonly trailing: boolean;
  /** The mark before decimals in columns that are read as numbers at once: others are read as texts first. */
  readonly decimal: "." | ",";
  /** Bytes to leave out at the start, and the line on which the table then begins. */
  readonly skip: number;
  readonly line: number;
  readonly notes: readonly string[];
}

const LINE_END = /^[^\r\n]*(?:\r\n?|\n)?/;

/** First lines of other formats of text. */
const FOREIGN: readonly (readonly [shape: RegExp, format: string])[] = [
  [/^\s*<(?:!doctype|html|\?xml)/i, "a page in HTML or XML"],
  [
    /^\s*(?:\{\s*["}\r\n]|\[\s*["[{\r\n])/,
    "JSON (one object on each line is read from a name that ends in .jsonl)",
  ],
];

/**
 * Finds delimiter and names in the first bytes of a file.
 * @param head bytes in UTF-8 and one line end more, which is not part of them
 * @param last whether they are the whole file
 */
export function findDialect(name: string, head: Uint8Array, last: boolean, plan: CsvPlan): Dialect {
  const notes: string[] = [];
  const firstLine =
    LINE_END.exec(Buffer.from(head.subarray(0, 4096)).toString("latin1"))?.[0] ?? "";
  const foreign = FOREIGN.find(([shape]) => shape.test(firstLine));
  if (foreign !== undefined) throw new DataError(`${name}: looks like ${foreign[1]}, not like CSV`);
  const announced = /^(?:"sep=(.)"|sep=(.))\s*$/i.exec(firstLine.replace(/[\r\n]+$/, ""));
  const separator = announced?.[1] ?? announced?.[2];
  const skip = separator === undefined ? 0 : firstLine.length;
  const line = separator === undefined ? 1 : 2;
  const rest = head.subarray(skip);
  if (separator !== undefined)
    notes.push(`line 1, "sep=${separator}", names the delimiter and is no row`);
  let delimiter = plan.delimiter ?? separator;
  if (delimiter === undefined) {
    delimiter = likelyDelimiter(name, rest, last, line, plan);
    if (delimiter !== ",")
      notes.push(
        `the delimiter is taken to be ${JSON.stringify(delimiter)}, as the first lines show; option delimiter says another`,
      );
  }
  const { records, lines } = sample(name, rest, last, delimiter, line);
  if (records.length === 0) throw new DataError(`${name}: the file is empty`);
  const named = plan.header === true;
  const first = lines[0];
  const cells = records[0].length;
  // A delimiter at the end of a line begins one more, empty cell.
  const wide = named ? records[1] : records[0];
  const trailing =
    wide !== undefined &&
    wide.length > 1 &&
    wide.at(-1) === "" &&
    (named
      ? records.slice(1).every((cellsOf) => cellsOf.at(-1) === "") &&
        (records[0].at(-1) === "" || wide.length === cells + 1)
      : Array.isArray(plan.header) && wide.length === plan.header.length + 1);
  if (trailing) notes.push("every line ends with a delimiter, behind which nothing comes");
  const header =
    plan.header === true
      ? records[0].slice(0, trailing && records[0].at(-1) === "" ? -1 : undefined)
      : plan.header === false
        ? records[0].map((_, i) => `c${i + 1}`)
        : plan.header;
  if (named) checkHeader(name, header, plan, `line ${first}: `, headerMend(records[0]));
  if (named && records[0].every((cell) => PLAIN_NUMBER.test(cell)))
    notes.push(
      `line ${first} holds only numbers and was read as the names of the columns; if it is a row, give header: false`,
    );
  if (plan.header === false)
    notes.push(
      `the columns are called ${header[0]} to ${header.at(-1)}, since the file has no header`,
    );
  if (!named && looksLikeNames(records))
    notes.push(
      `line ${first} holds no number, unlike the lines below; if it names the columns, leave header out`,
    );
  const decimal =
    plan.decimal ?? (showsComma(named ? records.slice(1) : records, plan) ? "," : ".");
  return { delimiter, decimal, header, named, trailing, skip, line, notes };
}

/** Whether columns of the first records are numbers with decimal commas, and none with points. */
function showsComma(rows: readonly (readonly string[])[], plan: CsvPlan): boolean {
  const shown = new Set<string>();
  for (let column = 0; column < (rows[0]?.length ?? 0); column++) {
    const cells = rows
      .map((row) => row[column] ?? "")
      .filter((cell) => !USUAL_MARKS.includes(cell) && cell !== "");
    const ways = readNumbers(cells, plan);
    if (cells.length > 0 && ways.length === 1 && ways[0].showsDecimal)
      shown.add(ways[0].format.decimal);
  }
  return shown.has(",") && !shown.has(".");
}

/** Whether the first record holds words only and those below numbers only, in some column. */
function looksLikeNames([first, ...rows]: readonly (readonly string[])[]): boolean {
  const isNumber = (cell: string | undefined): boolean =>
    cell !== undefined && PLAIN_NUMBER.test(cell);
  return (
    rows.length > 0 &&
    !first.some(isNumber) &&
    first.some((_, column) => rows.every((cells) => isNumber(cells[column])))
  );
}

/** What to do where the first line does not name the label. */
function headerMend(cells: readonly string[]): string {
  const numbers = cells.filter((cell) => PLAIN_NUMBER.test(cell)).length;
  if (cells[0].startsWith("#")) return "; lines of comments are not read, take them out";
  return 2 * numbers >= cells.length
    ? "; if the first line is no header, give header: false (the columns are then c1, c2, …) or their names"
    : "";
}
