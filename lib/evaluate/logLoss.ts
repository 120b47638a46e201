import { classesOf, type Reals } from "./predictions.js";

/**
 * Mean of −log p(label), in nats, with p the softmax of the logits: (n, classes), labels y (n,).
 * Computed from the logits, so it stays finite where the probabilities would be 0.
 * @example
 * ```ts
 * import { logLoss } from "batchwise";
 *
 * const logits = Float32Array.of(2, 0, 0, 2); // (2, 2)
 * console.log(logLoss(logits, Int32Array.of(0, 1)).toFixed(3)); // 0.127
 * ```
 */
export function logLoss(logits: Reals, y: Int32Array): number {
  const classes = classesOf("logLoss", logits, y);
  let sum = 0;
  for (let i = 0; i < y.length; i++)
    sum += logSumExp(logits, i * classes, classes) - logits[i * classes + y[i]];
  return sum / y.length;
}

/** log Σ exp of `count` values from `start`, without overflow. */
export function logSumExp(values: Reals, start: number, count: number): number {
  let most = values[start];
  for (let c = 1; c < count; c++) most = Math.max(most, values[start + c]);
  if (!Number.isFinite(most)) return most;
  let sum = 0;
  for (let c = 0; c < count; c++) sum += Math.exp(values[start + c] - most);
  return most + Math.log(sum);
}
