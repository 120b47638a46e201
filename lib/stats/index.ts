/**
 * Estimates with intervals, tests, and fitted laws.
 * @module batchwise/stats
 */

export { type BootstrapOptions, bootstrap } from "./bootstrap.js";
export { mean, quantile, standardDeviation } from "./describe.js";
export { type Estimate, scaleEstimate } from "./estimate.js";
export { holm } from "./holm.js";
export { type Hyperbola, hyperbola, linearScalingEnd, type StepsToTarget } from "./hyperbola.js";
export { jackknifeInterval } from "./jackknife.js";
export {
  type IntervalMethod,
  type MeanEstimate,
  type MeanOptions,
  meanEstimate,
  studentTInterval,
} from "./meanEstimate.js";
export { medianEstimate } from "./medianEstimate.js";
export { type PairedDifference, pairedDifference } from "./pairedDifference.js";
export { type PowerOptions, smallestDetectable } from "./power.js";
export { type PowerLaw, powerLaw } from "./powerLaw.js";
export { proportion } from "./proportion.js";
export { type RankCorrelationOptions, rankCorrelation } from "./rankCorrelation.js";
export {
  type FitOptions,
  type Saturation,
  type SaturationOptions,
  saturation,
} from "./saturation.js";
export type { CurvePoint } from "./seedCurve.js";
export { type SignFlipOptions, type SignFlipResult, signFlip } from "./signFlip.js";
export { unpairedDifference } from "./unpairedDifference.js";
