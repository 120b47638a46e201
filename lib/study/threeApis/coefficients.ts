import { batches } from "../../data/batches.js";
import type { Dataset } from "../../data/dataset.js";
import { needClasses } from "../../data/needClasses.js";
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
  needClasses("descendOneVersusRest", data);
  const onePass = { C: Number.POSITIVE_INFINITY, maxIter: 1, tol: null, shuffle: false };
  const rows = data.classes.map((name, k) => {
    const y = data.y.map((id) => Number(id === k));
    const binary = { ...data, y, classes: [`not ${name}`, name] };
    return new MiniBatchLogisticRegression({ ...onePass, ...options }).fit(binary).coef.values;
  });
  const values = Float64Array.from(rows.flatMap((row) => Array.from(row)));
  return { coef: { values, shape: [rows.length, values.length / rows.length] } };
}
