import type { Dataset } from "./dataset.js";

/** What is kept in proportion where examples are divided: their classes, or stretches of a real target. */
export interface Strata {
  /** (n,) from 0. */
  readonly ids: Int32Array;
  readonly count: number;
}

const MOST_BINS = 10;

/**
 * The classes of examples, or, by the rank of their real target, ten bins of one size.
 * @param smallest the smallest share that a part takes: there are fewer bins where it would get less than one of each
 */
export function strataOf({ y, classes, target, n }: Dataset, smallest: number): Strata {
  if (!target) return { ids: y, count: classes.length };
  const { values } = target;
  const count = Math.max(1, Math.min(MOST_BINS, Math.floor(n * smallest)));
  const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b] || a - b);
  const ids = new Int32Array(n);
  for (const [rank, i] of order.entries()) ids[i] = Math.floor((rank * count) / n);
  return { ids, count };
}
