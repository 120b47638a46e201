/**
 * Gradients, curvature, gradient noise and loss landscapes of trained networks.
 * @module batchwise/analysis
 */

export { type CheckpointedRun, firstAtLoss, trainWithCheckpoints } from "./checkpoints.js";
export {
  denseHessian,
  type HessianTrace,
  type HessianTraceOptions,
  hessianTrace,
  type TopEigenvaluesOptions,
  topEigenvalues,
} from "./curvature.js";
export { type Distance, distanceBetween } from "./distance.js";
export { edgeOfStability, type StabilityOptions, type StabilityRow } from "./edgeOfStability.js";
export { type ExampleNorms, exampleNorms } from "./exampleNorms.js";
export { filterDirection } from "./filterDirection.js";
export { type AtParameters, hessianVectorProduct, lossAndGradient } from "./gradients.js";
export {
  type GradientVarianceOptions,
  type GradientVarianceRow,
  gradientVariance,
} from "./gradientVariance.js";
export type { Eigenpair, LanczosResult } from "./lanczos.js";
export {
  type LandscapeOptions,
  type LineRow,
  landscapeLine,
  landscapePlane,
  type PathRow,
  type PlaneRow,
  pathBetween,
} from "./landscape.js";
export { type GradientNoise, gradientNoise } from "./noiseScale.js";
export type { LossAndGradient } from "./objective.js";
export {
  initialModel,
  type ParameterBlock,
  parameterBlocks,
  parametersOf,
  withParameters,
} from "./parameters.js";
export type { LossOptions } from "./placedModel.js";
export { rescaleLayer } from "./rescaleLayer.js";
export { type Sharpness, type SharpnessOptions, sharpness } from "./sharpness.js";
export {
  meanOfRatios,
  ratioOfMeans,
  type TwoBatchDraw,
  type TwoBatchOptions,
  twoBatchNoise,
} from "./twoBatchNoise.js";
