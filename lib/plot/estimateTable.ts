import type { Displayable } from "../display.js";
import type { ColumnOf } from "../rows/row.js";
import { fixed, withInterval } from "./numbers.js";
import { type TableOptions, table } from "./table.js";

/** A row that was estimated, as by `meansBy` or `differencesFrom`. */
export interface EstimatedRow {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
  readonly smallestDetectable?: number;
}

export interface EstimateTableOptions<R extends object>
  extends Pick<TableOptions, "caption" | "headings" | "format"> {
  /** Columns that tell the rows apart, shown first. */
  readonly columns: readonly ColumnOf<R>[];
  /** What was estimated, with its unit. */
  readonly estimate: string;
  /** Of the estimate, after the point. Default 2. */
  readonly digits?: number;
}

/**
 * Estimates as a table: what they are of, the estimate with its interval, `n`, and the smallest difference that
 * would have been detected, where the rows know it.
 * @example estimateTable(meansBy(runs, { by: ["batchSize"], value: "accuracy" }), { columns: ["batchSize"], estimate: "accuracy, %" })
 */
export function estimateTable<R extends EstimatedRow>(
  rows: readonly R[],
  { columns, estimate, digits = 2, headings, caption, ...options }: EstimateTableOptions<R>,
): Displayable {
  const detects = rows.some(({ smallestDetectable }) => smallestDetectable !== undefined);
  const written = rows.map((row) => ({
    ...row,
    measured: withInterval(row, digits),
    // As text: a row without it leaves its place empty.
    detectable: detects && row.smallestDetectable ? fixed(row.smallestDetectable, digits) : "",
  }));
  return table(written, {
    ...options,
    columns: [...columns, "measured", "n", ...(detects ? ["detectable"] : [])],
    headings: { measured: estimate, ...headings },
    caption: caption === undefined ? "With 95 % intervals" : `${caption}, with 95 % intervals`,
  });
}
