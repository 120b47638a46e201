/**
 * Accuracy, log loss and calibration of predictions.
 * @module batchwise/evaluate
 */

export { accuracy, confusionMatrix } from "./accuracy.js";
export { type CalibrationBin, calibration, calibrationError } from "./calibration.js";
export { logLoss } from "./logLoss.js";
export { predictions, type Reals } from "./predictions.js";
