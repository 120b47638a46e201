import { inspect } from "node:util";
import { refuse } from "../check.js";
import { DISPLAY, type Displayable } from "../display.js";
import { escapeText } from "./escapeText.js";
import { fixed } from "./numbers.js";

/** A danfo DataFrame, as far as a table needs it. */
export interface FrameLike {
  readonly columns: readonly string[];
  /** One array for each row. */
  readonly values: unknown;
}

const ON_ONE_LINE = { depth: 2, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 10 };

/** Which columns a table shows, and how it writes them. */
export interface TableOptions {
  /** Columns shown, in this order. Default all. */
  readonly columns?: readonly string[];
  /** Heading of a column, where its name is not good enough. */
  readonly headings?: Readonly<Record<string, string>>;
  /**
   * How a column's numbers are written: digits after the point, or a function. Default four significant digits,
   * or as many as leave the integer part what it is.
   */
  readonly format?: Readonly<Record<string, number | ((value: number) => string)>>;
  /** Digits after the point in the columns of numbers that `format` does not name. Default as for `format`. */
  readonly digits?: number;
  /** Columns of text that stand at the right as numbers do, such as intervals. */
  readonly right?: readonly string[];
  readonly caption?: string;
  /** Rows shown at most. Default 50. */
  readonly limit?: number;
}

/**
 * Rows, or a danfo DataFrame, as a table that a notebook shows: numbers at the right in equal digits,
 * text as written, with a plain-text form beside it.
 * @example
 * ```ts
 * import { table } from "batchwise";
 * import { DISPLAY } from "batchwise/plot";
 *
 * const rows = [
 *   { batchSize: 8, accuracy: 97.25 },
 *   { batchSize: 64, accuracy: 96.5 },
 * ];
 * const shown = table(rows, { headings: { batchSize: "Batch size" }, format: { accuracy: 1 } });
 * console.log(Object.keys(shown[DISPLAY]())); // [ 'text/html', 'text/plain' ]
 * ```
 */
export function table(
  data: readonly object[] | FrameLike,
  options: TableOptions = {},
): Displayable {
  const { columns, cells } = chosen(read(data), options.columns);
  const { headings = {}, format = {}, digits, right = [], caption, limit = 50 } = options;
  const shown = cells.slice(0, limit);
  const numeric = columns.map(
    (name, c) => right.includes(name) || cells.some((row) => typeof row[c] === "number"),
  );
  const text = shown.map((row) =>
    row.map((value, c) => write(value, format[columns[c]] ?? digits)),
  );
  const titles = columns.map((column) => headings[column] ?? column);
  const rest = cells.length > limit ? `${cells.length - limit} more rows` : undefined;
  return {
    [DISPLAY]: () => ({
      "text/html": html({ titles, text, numeric, caption, rest }),
      "text/plain": plain({ titles, text, numeric, caption, rest }),
    }),
  };
}

/** A table in words. */
interface Written {
  readonly titles: readonly string[];
  /** (rows, columns) */
  readonly text: readonly (readonly string[])[];
  /** Whether a column stands at the right. */
  readonly numeric: readonly boolean[];
  readonly caption: string | undefined;
  /** How many rows are not shown. */
  readonly rest: string | undefined;
}

interface Cells {
  readonly columns: readonly string[];
  readonly cells: readonly (readonly unknown[])[];
}

function chosen(all: Cells, columns?: readonly string[]): Cells {
  if (columns === undefined) return all;
  const places = columns.map((column) => {
    const place = all.columns.indexOf(column);
    if (place < 0) refuse("table", `columns must be among ${all.columns.join(", ")}`, column);
    if (all.columns.lastIndexOf(column) !== place)
      refuse("table", "columns must name one column each, and two have this name", column);
    return place;
  });
  return { columns, cells: all.cells.map((row) => places.map((place) => row[place])) };
}

function read(data: readonly object[] | FrameLike): Cells {
  if (isRows(data)) {
    if (data.length === 0) refuse("table", "rows must hold at least one row", 0);
    const columns = [...new Set(data.flatMap((row) => Object.keys(row)))];
    return {
      columns,
      cells: data.map((row) => columns.map((column): unknown => Reflect.get(row, column))),
    };
  }
  if (!Array.isArray(data.columns) || !Array.isArray(data.values))
    refuse("table", "data must be rows or a DataFrame with columns and values", data);
  return { columns: data.columns, cells: data.values };
}

function isRows(data: readonly object[] | FrameLike): data is readonly object[] {
  return Array.isArray(data);
}

function write(value: unknown, format: number | ((value: number) => string) | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "object" && !(value instanceof Error)) return inspect(value, ON_ONE_LINE);
  if (typeof value !== "number") return String(value);
  if (typeof format === "function") return format(value);
  if (format !== undefined) return fixed(value, format);
  return significant(value).replaceAll("-", "−").replace("Infinity", "∞");
}

/** A number in four significant digits, or in as many as leave its integer part what it is. */
function significant(value: number): string {
  if (!Number.isFinite(value) || Number.isInteger(value)) return String(value);
  for (let digits = 4; digits <= 17; digits++) {
    const text = value.toPrecision(digits);
    if (Math.trunc(Number(text)) === Math.trunc(value)) return text;
  }
  return String(value);
}

function html({ titles, text, numeric, caption, rest }: Written): string {
  const align = (c: number): string =>
    numeric[c] ? ' style="text-align: right"' : ' style="text-align: left"';
  const head = titles
    .map((title, c) => `<th scope="col"${align(c)}>${escapeText(title)}</th>`)
    .join("");
  const body = text.map(
    (row) => `<tr>${row.map((cell, c) => `<td${align(c)}>${escapeText(cell)}</td>`).join("")}</tr>`,
  );
  const top = caption === undefined ? "" : `<caption>${escapeText(caption)}</caption>`;
  const foot =
    rest === undefined ? "" : `<tfoot><tr><td colspan="${titles.length}">${rest}</td></tr></tfoot>`;
  return `<table class="batchwise-table">${top}<thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody>${foot}</table>`;
}

function plain({ titles, text, numeric, caption, rest }: Written): string {
  const widths = titles.map((title, c) =>
    Math.max(title.length, ...text.map((row) => row[c].length)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, c) => (numeric[c] ? cell.padStart(widths[c]) : cell.padEnd(widths[c])))
      .join("  ")
      .trimEnd();
  return [
    ...(caption === undefined ? [] : [caption]),
    line(titles),
    ...text.map(line),
    ...(rest === undefined ? [] : [rest]),
  ].join("\n");
}
