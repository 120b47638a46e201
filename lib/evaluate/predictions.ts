import { refuse } from "../check.js";

/** Any typed array of real numbers. */
export type Reals = Float32Array | Float64Array;

/**
 * Number of classes of `logits`, (n, classes), for the labels `y`, (n,); fails unless there are at least
 * two, and every label is one of them.
 */
export function classesOf(who: string, logits: Reals, y: Int32Array): number {
  if (y.length === 0) refuse(who, "y must hold at least one label", y.length);
  const classes = logits.length / y.length;
  if (!Number.isInteger(classes) || classes < 2)
    refuse(who, `logits must hold n × classes values for n = ${y.length}`, logits.length);
  for (let i = 0; i < y.length; i++)
    if (!(y[i] >= 0 && y[i] < classes))
      refuse(who, `label ${i} must be from 0 to ${classes - 1}`, y[i]);
  return classes;
}

/**
 * The class with the largest log-odds for each row of `logits`, (n, classes); the first of equals.
 * @example
 * ```ts
 * import { predictions } from "batchwise";
 *
 * const logits = Float32Array.of(2, 0, 1, 0, 0, 3); // (2, 3)
 * console.log(predictions(logits, 3)); // Int32Array(2) [ 0, 2 ]
 * ```
 */
export function predictions(logits: Reals, classes: number): Int32Array {
  const n = logits.length / classes;
  if (!Number.isInteger(classes) || classes < 2 || !Number.isInteger(n))
    refuse(
      "predictions",
      `classes must be an integer from 2 that divides ${logits.length}`,
      classes,
    );
  const predicted = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    let best = 0;
    for (let c = 1; c < classes; c++)
      if (logits[i * classes + c] > logits[i * classes + best]) best = c;
    predicted[i] = best;
  }
  return predicted;
}
