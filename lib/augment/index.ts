/**
 * Random changes of images, drawn anew for every batch.
 * @module batchwise/augment
 */

export { augment } from "./augment.js";
export { checkAugmentSpec } from "./checkSpec.js";
export { type ImageBatch, oneHot } from "./imageBatch.js";
export type {
  AugmentSpec,
  BrightnessSpec,
  ColourSpec,
  ComposeSpec,
  ContrastSpec,
  CropSpec,
  CutoutSpec,
  FactorRange,
  FlipSpec,
  MixupSpec,
  NoiseSpec,
  RotateSpec,
  ScaleSpec,
  ShearSpec,
  SignedRange,
  TranslateSpec,
} from "./spec.js";
