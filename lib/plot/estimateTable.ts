import type { Displayable } from "../display.js";
import type { ColumnOf } from "../rows/row.js";
import type { Estimate } from "../stats/estimate.js";
import { fixed } from "./numbers.js";
import { type TableOptions, table } from "./table.js";

/** What the columns of a table of estimates are called and hold. */
export interface EstimateTableOptions<R>
  extends Pick<TableOptions, "caption" | "headings" | "format"> {
  /** Columns that say what was estimated. */
  readonly by: readonly ColumnOf<R>[];
  /** Heading of the estimates: what they are, and their unit. */
  readonly estimate: string;
  /** Digits after the point, of the estimates and of the ends of their intervals. Default 2. */
  readonly digits?: number;
  /** What the intervals are over. Default "seeds". */
  readonly units?: string;
  /** Columns shown after the interval. */
  readonly more?: readonly ColumnOf<R>[];
}

/**
 * Estimates as a table: what was estimated, the estimate, its interval and the number of seeds. An interval
 * without width is written as "all equal", for that is what its seeds are, and one of level 1 as "exact"; where all are, their columns are left out. Where rows know the smallest difference
 * that they could have shown, it stands last.
 */
export function estimateTable<R extends Estimate>(
  rows: readonly R[],
  {
    by,
    estimate,
    digits = 2,
    units = "seeds",
    more = [],
    headings,
    format,
    caption,
  }: EstimateTableOptions<R>,
): Displayable {
  const sampled = rows.filter(({ level }) => level < 1);
  const levels = [...new Set(sampled.map(({ level }) => `${100 * level} % `))].join("and ");
  const pick = (row: R, columns: readonly ColumnOf<R>[]): [string, unknown][] =>
    columns.map((column) => [column, row[column]]);
  const shown = rows.map((row) => {
    const { low, high, degenerate, n, level } = row;
    const width = degenerate ? "all equal" : `${fixed(low, digits)} to ${fixed(high, digits)}`;
    const interval = level === 1 ? "exact" : width;
    const own = { estimate: row.estimate, ...(sampled.length > 0 && { interval, n }) };
    const detectable: unknown = Reflect.get(row, "smallestDetectable");
    return Object.fromEntries([
      ...pick(row, by),
      ...Object.entries(own),
      ...pick(row, more),
      ...(detectable === undefined ? [] : [["detectable", detectable]]),
    ]);
  });
  return table(shown, {
    headings: {
      estimate,
      interval: `${levels}interval`,
      n: units,
      detectable: "could detect",
      ...headings,
    },
    format: { estimate: digits, detectable: digits, ...format },
    ...(caption !== undefined && { caption }),
  });
}
