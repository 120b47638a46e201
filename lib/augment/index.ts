export { augment } from "./augment.js";
export { checkAugmentSpec } from "./checkSpec.js";
export { colouredDigits } from "./colouredDigits.js";
export { type ImageBatch, oneHot } from "./imageBatch.js";
export type { AugmentSpec, FactorRange, SignedRange } from "./spec.js";
