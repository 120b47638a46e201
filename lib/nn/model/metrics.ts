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
    return realMetrics(sum / values.length, scale);
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
export function realMetrics(loss: number, scale: number): Required<Metrics> {
  return { loss, accuracy: Number.NaN, rmse: scale * Math.sqrt(loss) };
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
