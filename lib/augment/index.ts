export { augment } from "./augment.js";
export { checkAugmentSpec } from "./checkSpec.js";
export { type ImageBatch, oneHot } from "./imageBatch.js";
export type { AugmentSpec, FactorRange, SignedRange } from "./spec.js";
