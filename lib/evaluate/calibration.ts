import { positiveInteger } from "../check.js";
import { logSumExp } from "./logLoss.js";
import { classesOf, predictions, type Reals } from "./predictions.js";

/** The examples whose confidence lies in (low, high]; the first bin holds 0 as well. */
export interface CalibrationBin {
  /** Confidences above this … */
  readonly low: number;
  /** … up to this. */
  readonly high: number;
  /** Examples in the bin. */
  readonly n: number;
  /** Mean probability given to the predicted class; NaN for an empty bin. */
  readonly confidence: number;
  /** Share of them that is right; NaN for an empty bin. */
  readonly accuracy: number;
}

/**
 * Confidence against accuracy in bins of equal width: the points of a reliability diagram.
 * @param logits (n, classes), log-odds
 * @param y (n,), labels
 * @param options.bins number of bins, default 15 as in Guo et al. 2017
 * @example
 * ```ts
 * import { calibration } from "batchwise";
 *
 * const logits = Float32Array.of(3, 0, 3, 0, 3, 0, 0, 3); // (4, 2), each 95 % sure
 * const [, high] = calibration(logits, Int32Array.of(0, 0, 1, 1), { bins: 2 });
 * console.log(high.n, high.confidence.toFixed(2), high.accuracy); // 4 0.95 0.75
 * ```
 */
export function calibration(
  logits: Reals,
  y: Int32Array,
  { bins = 15 }: { readonly bins?: number } = {},
): CalibrationBin[] {
  positiveInteger("calibration", "bins", bins);
  const classes = classesOf("calibration", logits, y);
  const predicted = predictions(logits, classes);
  const n = new Float64Array(bins);
  const sums = new Float64Array(bins);
  const right = new Float64Array(bins);
  for (let i = 0; i < y.length; i++) {
    const start = i * classes;
    const confidence = Math.exp(logits[start + predicted[i]] - logSumExp(logits, start, classes));
    const bin = Math.max(0, Math.min(bins - 1, Math.ceil(confidence * bins) - 1));
    n[bin]++;
    sums[bin] += confidence;
    if (predicted[i] === y[i]) right[bin]++;
  }
  return Array.from(n, (count, bin) => ({
    low: bin / bins,
    high: (bin + 1) / bins,
    n: count,
    confidence: sums[bin] / count,
    accuracy: right[bin] / count,
  }));
}

/**
 * Expected calibration error: the distance between confidence and accuracy, averaged over the bins by
 * their number of examples (Guo et al. 2017, Eq. 3). 0 is calibrated, 1 is the worst.
 * @example
 * ```ts
 * import { calibrationError } from "batchwise";
 *
 * const logits = Float32Array.of(3, 0, 3, 0, 3, 0, 0, 3); // (4, 2), each 95 % sure
 * console.log(calibrationError(logits, Int32Array.of(0, 0, 1, 1)).toFixed(2)); // 0.20
 * ```
 */
export function calibrationError(
  logits: Reals,
  y: Int32Array,
  options: { readonly bins?: number } = {},
): number {
  return calibration(logits, y, options).reduce(
    (sum, bin) =>
      bin.n === 0 ? sum : sum + (bin.n / y.length) * Math.abs(bin.confidence - bin.accuracy),
    0,
  );
}
