import { refuse } from "../check.js";
import { needClasses } from "./needClasses.js";

/** Labelled examples, of classes or with a real target, in memory, never changed in place. */
export interface Dataset {
  /** (n, features), row-major. */
  readonly x: Float32Array;
  /** (n,), class ids 0 … classes.length − 1; empty where there is a `target`. */
  readonly y: Int32Array;
  /** Number of examples. */
  readonly n: number;
  /** Shape of one example: `[features]` or `[rows, cols, channels]`. */
  readonly shape: readonly number[];
  /** Class names; their position is the class id. Empty where there is a `target`. */
  readonly classes: readonly string[];
  /** Real values to be foretold in place of classes: regression. */
  readonly target?: Target;
  /**
   * How x was made from the values that came in, where it was standardised, or centred because float32 would not
   * tell them apart; without it, x is as it came in.
   */
  readonly scaling?: Scaling;
  /** What whoever uses the data should know, such as a class without an example in this part of a split. */
  readonly notes?: readonly string[];
}

/** Real values to be foretold, standardised: original = values · scale + mean. */
export interface Target {
  /** What they are, as a column's name. */
  readonly name: string;
  /** (n,) */
  readonly values: Float32Array;
  /** In the original unit. */
  readonly mean: number;
  /** Above 0, in the original unit: what 1 of `values` is. */
  readonly scale: number;
}

/** What was done to each feature: x = (original − mean) / scale. */
export interface Scaling {
  /** (features,) */
  readonly mean: readonly number[];
  /** (features,) */
  readonly scale: readonly number[];
}

/** Three parts of one data set: `train` fits, `valid` chooses, `test` is read once. */
export type Splits = Readonly<Record<"train" | "valid" | "test", Dataset>>;

/** What training sees: reading `test` is a type error. */
export type TrainingSplits = Pick<Splits, "train" | "valid">;

/**
 * Number of features of one example: the product of its shape.
 * @example
 * ```ts
 * import { featuresOf, loadDigits } from "batchwise";
 *
 * const digits = loadDigits();
 * console.log(digits.shape, featuresOf(digits)); // [ 8, 8, 1 ] 64
 * ```
 */
export function featuresOf(data: Pick<Dataset, "shape">): number {
  return data.shape.reduce((product, d) => product * d, 1);
}

/**
 * Numbers that a model gives for an example: one for each class, or one where the data have a real target.
 */
export function outputWidth({
  classes,
  target,
}: {
  readonly classes: readonly string[];
  readonly target?: Omit<Target, "values">;
}): number {
  return target ? 1 : classes.length;
}

/**
 * `data` if its sizes agree, x is finite and every label names a class; else an ArgumentError that says where.
 * @param options.target whether a real target will do in place of classes. Default false
 */
export function checkDataset(
  who: string,
  data: Dataset,
  options: { readonly target?: boolean } = {},
): Dataset {
  const features = featuresOf(data);
  if (data.n < 1) refuse(who, "the data set must hold at least one example", data.n);
  if (data.x.length !== data.n * features)
    refuse(who, `x must hold n × features = ${data.n} × ${features} values`, data.x.length);
  for (const values of data.scaling ? [data.scaling.mean, data.scaling.scale] : [])
    if (values.length !== features)
      refuse(who, `scaling must hold ${features} means and scales`, values.length);
  for (let i = 0; i < data.x.length; i++)
    if (!Number.isFinite(data.x[i]))
      refuse(
        who,
        `x must be finite, at row ${Math.floor(i / features)}, column ${i % features}`,
        data.x[i],
      );
  return data.target ? checkTarget(who, data, data.target, options) : checkClasses(who, data);
}

function checkClasses(who: string, data: Dataset): Dataset {
  if (data.y.length !== data.n) refuse(who, `y must hold n = ${data.n} labels`, data.y.length);
  if (new Set(data.classes).size < data.classes.length) {
    const twice = data.classes.find((name, id, all) => all.indexOf(name) !== id);
    refuse(who, "classes must have different names", twice);
  }
  for (let i = 0; i < data.n; i++) {
    if (!(data.y[i] >= 0 && data.y[i] < data.classes.length))
      refuse(who, `label ${i} must be from 0 to ${data.classes.length - 1}`, data.y[i]);
    if (!Number.isInteger(data.y[i]))
      refuse(who, `label ${i} must be the whole number of a class, not a real value`, data.y[i]);
  }
  return data;
}

function checkTarget(
  who: string,
  data: Dataset,
  { name, values, mean, scale }: Target,
  options: { readonly target?: boolean },
): Dataset {
  if (options.target !== true) needClasses(who, { target: { name } });
  if (data.y.length > 0 || data.classes.length > 0)
    refuse(who, "data must have classes or a real target, not both", data.classes);
  if (values.length !== data.n)
    refuse(who, `target.values must hold n = ${data.n} values`, values.length);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) refuse(who, `target.values must be finite, at row ${bad}`, values[bad]);
  if (!Number.isFinite(mean)) refuse(who, "target.mean must be a number", mean);
  if (!(scale > 0 && scale < Number.POSITIVE_INFINITY))
    refuse(who, "target.scale must be above 0", scale);
  return data;
}

/**
 * The examples at the given rows, in that order, as a data set of its own.
 * @example
 * ```ts
 * import { loadDigits, take } from "batchwise";
 *
 * const three = take(loadDigits(), [3, 14, 15]);
 * console.log(three.n, three.y); // 3 Int32Array(3) [ 3, 4, 5 ]
 * ```
 */
export function take(data: Dataset, rows: ArrayLike<number>): Dataset {
  const features = featuresOf(data);
  const n = rows.length;
  const x = new Float32Array(n * features);
  for (let i = 0; i < n; i++) {
    const row = rows[i];
    if (!(row >= 0 && row < data.n)) refuse("take", `row must be from 0 to ${data.n - 1}`, row);
    x.set(data.x.subarray(row * features, (row + 1) * features), i * features);
  }
  const { y, target } = data;
  if (!target) return { ...data, x, y: Int32Array.from(rows, (row) => y[row]), n };
  const values = Float32Array.from(rows, (row) => target.values[row]);
  return { ...data, x, n, target: { ...target, values } };
}
