import { type Dataset, outputWidth } from "../../data/dataset.js";
import type { LossSpec } from "../config/spec.js";

/** How well a model does on a data set. */
export interface Metrics {
  /** Mean per example. */
  readonly loss: number;
  /** Share of examples whose largest output is their label's, 0 to 1; NaN where the target is real. */
  readonly accuracy: number;
  /** Root mean squared error in the target's own unit; only where the target is real. */
  readonly rmse?: number;
  /**
   * Share of the target's variance on these data that the outputs explain: 1 − squared error ÷ that of the data's own
   * mean. NaN where the target is constant; only of `evaluate`, and only where the target is real.
   */
  readonly r2?: number;
}

/** Mean loss and accuracy, or error, of outputs (n, classes or 1) on data. */
export function metricsOf(
  kind: LossSpec["kind"],
  outputs: Float32Array,
  data: Pick<Dataset, "y" | "classes" | "target">,
): Metrics {
  const { y, target } = data;
  if (target) {
    const { values, scale } = target;
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += (outputs[i] - values[i]) ** 2;
    const loss = sum / values.length;
    const variance = varianceOf(values);
    return { ...realMetrics(loss, scale), r2: variance > 0 ? 1 - loss / variance : Number.NaN };
  }
  const classes = outputWidth(data);
  const rowLoss = kind === "crossEntropy" ? crossEntropy : squaredError;
  let loss = 0;
  let correct = 0;
  y.forEach((label, i) => {
    const row = outputs.subarray(i * classes, (i + 1) * classes);
    loss += rowLoss(row, label);
    if (row.indexOf(Math.max(...row)) === label) correct++;
  });
  return { loss: loss / y.length, accuracy: correct / y.length };
}

/** The metrics of a mean squared error on a standardised target. */
export function realMetrics(loss: number, scale: number): Metrics & { readonly rmse: number } {
  return { loss, accuracy: Number.NaN, rmse: scale * Math.sqrt(loss) };
}

function varianceOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return squares / values.length;
}

function crossEntropy(logits: Float32Array, label: number): number {
  const top = Math.max(...logits);
  const sum = logits.reduce((total, z) => total + Math.exp(z - top), 0);
  return top + Math.log(sum) - logits[label];
}

function squaredError(outputs: Float32Array, label: number): number {
  const sum = outputs.reduce((total, z, j) => total + (z - (j === label ? 1 : 0)) ** 2, 0);
  return sum / outputs.length;
}
