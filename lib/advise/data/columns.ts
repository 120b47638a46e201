import { type Dataset, featuresOf } from "../../data/dataset.js";
import { followsTarget } from "./followsTarget.js";

/** What stands out in single columns, each by name. */
export interface ColumnFindings {
  readonly constant: readonly string[];
  /** Columns of numbers that count rows or rise from row to row, as identifiers and times do. */
  readonly identifiers: readonly string[];
  /** Columns that tell the class, or give the real target, all by themselves. */
  readonly leaking: readonly string[];
}

/** So many orders of the labels for each that a column's telling the class would suit: fewer, and it may be chance. */
const SURPRISE = 10_000;
/** Share of the examples that a leaking column may get wrong. */
const EXCEPTIONS = 0.005;

/** Examples that there must be before a column's following the target is more than chance. */
const LEAST_OF_TARGETS = 10;

interface Column {
  readonly name: string;
  /** One for each example: the number, or the position of the category. */
  readonly values: Float64Array;
  readonly category: boolean;
}

/** Looks at every column by itself. Without names they are "feature 1" and so on. */
export function findColumns(data: Dataset, names: readonly string[] | undefined): ColumnFindings {
  const gives = givesLabel(data);
  const found = { constant: [] as string[], identifiers: [] as string[], leaking: [] as string[] };
  for (const column of columnsOf(data, names)) {
    const { name, values, category } = column;
    const different = new Set(values).size;
    if (different === 1) found.constant.push(name);
    else if (!category && different === data.n && looksCounted(values))
      found.identifiers.push(name);
    if (different > 1 && gives(column)) found.leaking.push(name);
  }
  return found;
}

/** Whether a column that is not constant gives the label by itself. */
function givesLabel({ y, target }: Dataset): (column: Column) => boolean {
  if (target) {
    if (target.values.length < LEAST_OF_TARGETS) return () => false;
    const follows = followsTarget(target.values);
    return ({ values, category }) => !category && follows(values);
  }
  const counts = new Map<number, number>();
  for (const label of y) counts.set(label, (counts.get(label) ?? 0) + 1);
  const told = wouldSurprise([...counts.values()]);
  return (column) => told && tells(column, y, counts.size);
}

/** Whether classes of these sizes have so many orders that one column's telling them is more than chance. */
function wouldSurprise(sizes: readonly number[]): boolean {
  const logFactorial = (n: number): number => {
    let sum = 0;
    for (let k = 2; k <= n; k++) sum += Math.log(k);
    return sum;
  };
  const n = sizes.reduce((sum, size) => sum + size, 0);
  const orders = logFactorial(n) - sizes.reduce((sum, size) => sum + logFactorial(size), 0);
  // The classes one after the other, in any order, but for the exceptions.
  const suiting =
    logFactorial(sizes.length) + Math.floor(EXCEPTIONS * n) * Math.log(n * sizes.length);
  return orders - suiting > Math.log(SURPRISE);
}

/** Features with a common name before "=" are the categories of one column. */
function columnsOf(data: Dataset, names: readonly string[] | undefined): Column[] {
  const width = featuresOf(data);
  const { mean, scale } = data.scaling ?? {};
  const groups = new Map<string, number[]>();
  for (let f = 0; f < width; f++) {
    const name = names?.[f] ?? `feature ${f + 1}`;
    const column = name.includes("=") ? name.slice(0, name.indexOf("=")) : name;
    groups.set(column, [...(groups.get(column) ?? []), f]);
  }
  return [...groups].map(([name, features]) => {
    const category = features.length > 1;
    const values = Float64Array.from({ length: data.n }, (_, i) => {
      const at = (f: number): number => data.x[i * width + f];
      if (category) return features.findIndex((f) => at(f) !== 0);
      const [f] = features;
      return at(f) * (scale?.[f] ?? 1) + (mean?.[f] ?? 0);
    });
    return { name, values, category };
  });
}

/** Whole numbers that fill a range, in any order, or values that only rise or only fall. */
function looksCounted(values: Float64Array): boolean {
  let [rises, falls, low, high] = [true, true, values[0], values[0]];
  for (let i = 1; i < values.length; i++) {
    rises &&= values[i] > values[i - 1];
    falls &&= values[i] < values[i - 1];
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  if (rises || falls) return true;
  // Centred columns come back but for the rounding of float32.
  const whole = values.every((value) => Math.abs(value - Math.round(value)) < 0.01);
  return whole && high - low < 2 * values.length;
}

/**
 * Whether a column gives the class away: each category, or each stretch of its numbers between classes − 1 limits,
 * holds one class only, but for a few examples.
 */
function tells({ values, category }: Column, y: Int32Array, classes: number): boolean {
  const exceptions = Math.floor(EXCEPTIONS * y.length);
  const byValue = new Map<number, Map<number, number>>();
  for (const [i, value] of values.entries()) {
    const counts = byValue.get(value) ?? new Map<number, number>();
    counts.set(y[i], (counts.get(y[i]) ?? 0) + 1);
    byValue.set(value, counts);
  }
  let mixed = 0;
  const majority = [...byValue].map(([value, counts]) => {
    const [label, most] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
    for (const [, count] of counts) mixed += count;
    mixed -= most;
    return { value, label };
  });
  if (mixed > exceptions) return false;
  if (category || byValue.size <= 2 * classes) return true;
  majority.sort((a, b) => a.value - b.value);
  const changes = majority.reduce(
    (count, { label }, i) => count + (i > 0 && label !== majority[i - 1].label ? 1 : 0),
    0,
  );
  return changes <= classes - 1 + 2 * (exceptions - mixed);
}
