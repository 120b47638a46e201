import { refuse } from "../../check.js";
import { batches } from "../../data/batches.js";
import type { Dataset } from "../../data/dataset.js";
import type { Shaped } from "../../linear/inputs/matrix.js";
import {
  MiniBatchLogisticRegression,
  type MiniBatchLogisticRegressionOptions,
} from "../../linear/miniBatchLogisticRegression.js";
import { SGDClassifier } from "../../linear/sgdClassifier.js";
import type { SGDClassifierOptions } from "../../linear/sgdOptions.js";

/**
 * An `SGDClassifier` that was given the data once, in their order, `chunkSize` examples with each call of
 * `partialFit`.
 */
export function fitInChunks(
  data: Dataset,
  { chunkSize, ...options }: SGDClassifierOptions & { readonly chunkSize: number | "full" },
): SGDClassifier {
  const model = new SGDClassifier(options);
  for (const chunk of batches(data, { batchSize: chunkSize })) model.partialFit(chunk);
  return model;
}

/**
 * One pass of mini-batch descent over the data in their order, without a penalty: one model for each class
 * against the rest, as `SGDClassifier` divides the task, and a row of coefficients for each.
 */
export function descendOneVersusRest(
  data: Dataset,
  options: Pick<MiniBatchLogisticRegressionOptions, "batchSize" | "learningRate">,
): { readonly coef: Shaped } {
  const onePass = { C: Number.POSITIVE_INFINITY, maxIter: 1, tol: null, shuffle: false };
  const rows = data.classes.map((name, k) => {
    const y = data.y.map((id) => Number(id === k));
    const binary = { ...data, y, classes: [`not ${name}`, name] };
    return new MiniBatchLogisticRegression({ ...onePass, ...options }).fit(binary).coef.values;
  });
  const values = Float64Array.from(rows.flatMap((row) => Array.from(row)));
  return { coef: { values, shape: [rows.length, values.length / rows.length] } };
}

/**
 * The largest difference that any coefficient shows between the models, relative to the largest absolute
 * coefficient of them all. 0 means that the models are the same to the last bit.
 */
export function coefficientChange(models: readonly { readonly coef: Shaped }[]): number {
  return largestChange(
    "coefficientChange",
    models.map(({ coef }) => coef.values),
  );
}

/** The same for models that are given as lists of arrays, one list for each model. */
export function relativeChange(models: readonly (readonly ArrayLike<number>[])[]): number {
  return largestChange(
    "relativeChange",
    models.map((arrays) => arrays.flatMap((array) => Array.from(array))),
  );
}

function largestChange(who: string, all: readonly ArrayLike<number>[]): number {
  if (all.length < 2) refuse(who, "models must hold at least 2 models", all.length);
  if (all.some(({ length }) => length !== all[0].length))
    refuse(
      who,
      "models must have equally many coefficients",
      all.map(({ length }) => length).join(", "),
    );
  let change = 0;
  let largest = 0;
  for (let j = 0; j < all[0].length; j++) {
    const values = all.map((coef) => coef[j]);
    change = Math.max(change, Math.max(...values) - Math.min(...values));
    largest = Math.max(largest, ...values.map(Math.abs));
  }
  return largest === 0 ? 0 : change / largest;
}
