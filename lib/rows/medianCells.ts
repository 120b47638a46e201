import { positiveInteger, refuse } from "../check.js";
import { numberIn } from "./columns.js";
import { groupRows } from "./groups.js";

/** The middle of what lies in one cell of a grid. */
export interface MedianCell {
  readonly x: number;
  /** Geometric middle of the cell. */
  readonly y: number;
  /** Rows in the cell. */
  readonly n: number;
  /** Infinity where half of them failed. */
  readonly median: number;
}

/**
 * Rows gathered in cells, one for each value of `x` and each of some intervals of `y` of equal factors, with
 * the median of a column: a map of what two settings do while all others vary.
 */
export function medianCells(
  rows: readonly object[],
  {
    x,
    y,
    value,
    cells,
  }: {
    readonly x: string;
    /** Column of positive numbers. */
    readonly y: string;
    readonly value: string;
    /** Intervals of `y`. */
    readonly cells: number;
  },
): MedianCell[] {
  positiveInteger("medianCells", "cells", cells);
  const points = rows.map((row) => {
    const [atX, atY, score] = [x, y, value].map((column) => numberIn("medianCells", row, column));
    return { x: atX, y: atY, score };
  });
  const low = Math.min(...points.map((point) => point.y));
  const high = Math.max(...points.map((point) => point.y));
  if (!(low > 0 && high > low))
    refuse("medianCells", `column "${y}" must be positive and vary`, low);
  const width = Math.log(high / low) / cells;
  const placed = points.map((point) => ({
    ...point,
    cell: Math.min(cells - 1, Math.floor(Math.log(point.y / low) / width)),
  }));
  return groupRows(placed, ["x", "cell"]).map((group) => ({
    x: group[0].x,
    y: low * Math.exp(width * (group[0].cell + 0.5)),
    n: group.length,
    median: middle(group.map(({ score }) => score)),
  }));
}

/** The upper one of two: where half of the rows failed, the cell did. */
function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
