/**
 * Transforms that learn from the training part alone, feature selection, and maps.
 * @module batchwise/features
 */

export { mutualInformation } from "./mutualInformation.js";
export { neighborAccuracy } from "./neighborAccuracy.js";
export { type FittedPca, type PcaOptions, pca } from "./pca.js";
export { type FittedPipeline, pipeline, refit } from "./pipeline.js";
export {
  type FittedSelect,
  type MutualInformationOptions,
  selectByMutualInformation,
  selectByVariance,
} from "./select.js";
export { type FittedStandardize, type StandardizeOptions, standardize } from "./standardize.js";
export type {
  Fitted,
  FittedState,
  PcaState,
  PipelineState,
  SelectState,
  StandardizeState,
  Transform,
} from "./transform.js";
export { trustworthiness } from "./trustworthiness.js";
export { type Embedding, type TsneOptions, tsne } from "./tsne/tsne.js";
export { tsneFeatures } from "./tsne/tsneFeatures.js";
