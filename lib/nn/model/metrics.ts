import type { LossSpec } from "../config/spec.js";

/** How well a model does on a data set. */
export interface Metrics {
  /** Mean per example. */
  readonly loss: number;
  /** Share of examples whose largest output is their label's, 0 to 1. */
  readonly accuracy: number;
}

/** Mean loss and accuracy of outputs (n, classes) for labels (n,). */
export function metricsOf(
  kind: LossSpec["kind"],
  outputs: Float32Array,
  labels: Int32Array,
  classes: number,
): Metrics {
  const rowLoss = kind === "crossEntropy" ? crossEntropy : squaredError;
  let loss = 0;
  let correct = 0;
  labels.forEach((label, i) => {
    const row = outputs.subarray(i * classes, (i + 1) * classes);
    loss += rowLoss(row, label);
    if (row.indexOf(Math.max(...row)) === label) correct++;
  });
  return { loss: loss / labels.length, accuracy: correct / labels.length };
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
