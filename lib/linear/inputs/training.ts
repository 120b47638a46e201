import { refuse } from "../../check.js";
import { checkDataset, type Dataset } from "../../data/dataset.js";
import { checkNames } from "../optionChecks.js";
import { type Examples, isDataset, toMatrix } from "./examples.js";
import { checkDiscrete, classesOf, encode, isLabels, type Label, type Labels } from "./labels.js";
import type { Matrix } from "./matrix.js";
import type { SparseRows } from "./sparseMatrix.js";

/** Labelled examples, checked. */
export interface Training {
  readonly x: Matrix | SparseRows;
  /** (n,), as given. */
  readonly y: Labels;
  /** The classes that a data set announces, whether or not each has an example. */
  readonly announced?: readonly Label[];
}

/**
 * The arguments of `fit(x, y, options)` and of `fit(dataset, options)`, where labels and their names
 * come with the data, told apart and checked.
 * @param names the options that there are
 */
export function readTraining<Options extends object>(
  who: string,
  x: Examples,
  second: Labels | Options | undefined,
  third: Options | undefined,
  names: readonly string[],
): { training: Training; options: Partial<Options> } {
  const given = isLabels(second) ? third : isDataset(x) ? second : undefined;
  checkNames(who, given ?? {}, names);
  if (isDataset(x) && !isLabels(second)) {
    const data: Dataset = checkDataset(who, x);
    return {
      training: {
        x: toMatrix(who, data),
        y: Array.from(data.y, (id) => data.classes[id]),
        announced: data.classes,
      },
      options: second ?? {},
    };
  }
  if (!isLabels(second))
    refuse(who, "y must be an array of labels (only a Dataset brings its own)", second);
  const matrix = toMatrix(who, x);
  if (second.length !== matrix.n)
    refuse(who, `y must hold one label for each of the ${matrix.n} rows of x`, second.length);
  return { training: { x: matrix, y: second }, options: third ?? {} };
}

/** The classes that occur, at least two, and every example's class. A data set's keep its order. */
export function readClasses(
  who: string,
  { y, announced }: Training,
): { classes: Label[]; ids: Float64Array } {
  const found = classesOf(who, y);
  if (announced === undefined) checkDiscrete(who, y);
  const classes = announced === undefined ? found : announced.filter((c) => found.includes(c));
  if (classes.length < 2)
    refuse(who, "y must hold at least two classes", `only class ${String(classes[0])}`);
  return { classes, ids: encode(who, y, classes) };
}
