import { refuse } from "../check.js";
import { classesOf, predictions, type Reals } from "./predictions.js";

/**
 * Share of the examples whose largest log-odds is that of their label; logits (n, classes), y (n,).
 * @example
 * ```ts
 * import { accuracy } from "batchwise";
 *
 * const logits = Float32Array.of(2, 0, 1, 0, 0, 3, 1, 0); // (4, 2)
 * console.log(accuracy(logits, Int32Array.of(0, 0, 1, 1))); // 0.75
 * ```
 */
export function accuracy(logits: Reals, y: Int32Array): number {
  const predicted = predictions(logits, classesOf("accuracy", logits, y));
  let right = 0;
  for (let i = 0; i < y.length; i++) if (predicted[i] === y[i]) right++;
  return right / y.length;
}

/**
 * (classes, classes), row-major: how many examples of the row's class were taken for the column's.
 * @param predicted (n,), class ids, as from `predictions`
 * @param y (n,), true class ids
 * @example
 * ```ts
 * import { confusionMatrix } from "batchwise";
 *
 * const predicted = Int32Array.of(0, 1, 1, 1);
 * console.log(confusionMatrix(predicted, Int32Array.of(0, 0, 1, 1), 2));
 * // Int32Array(4) [ 1, 1, 0, 2 ]
 * ```
 */
export function confusionMatrix(predicted: Int32Array, y: Int32Array, classes: number): Int32Array {
  if (predicted.length !== y.length)
    refuse("confusionMatrix", `predicted must hold ${y.length} class ids`, predicted.length);
  const counts = new Int32Array(classes * classes);
  for (let i = 0; i < y.length; i++) {
    for (const id of [y[i], predicted[i]])
      if (!(id >= 0 && id < classes))
        refuse("confusionMatrix", `class id ${i} must be from 0 to ${classes - 1}`, id);
    counts[y[i] * classes + predicted[i]]++;
  }
  return counts;
}
