/** Where a signed quantity is drawn from: uniform on [−range, range], or on [low, high]. */
export type SignedRange = number | readonly [low: number, high: number];

/** Where a factor is drawn from: uniform on [low, high]. 1 changes nothing. */
export type FactorRange = readonly [low: number, high: number];

/** One augmentation as plain JSON; every quantity is drawn anew for each image. */
export type AugmentSpec = (
  | RotateSpec
  | TranslateSpec
  | ScaleSpec
  | ShearSpec
  | FlipSpec
  | CropSpec
  | BrightnessSpec
  | ContrastSpec
  | ColourSpec
  | NoiseSpec
  | CutoutSpec
  | MixupSpec
  | ComposeSpec
) & {
  /** Chance that an image is changed, drawn for each image. Default 1. */
  readonly probability?: number;
};

/** Turns about the image's centre, counter-clockwise as seen with row 0 on top. */
export interface RotateSpec {
  readonly kind: "rotate";
  readonly degrees: SignedRange;
}

/** Moves down by `rows` and to the right by `cols`, in pixels, not rounded. Default 0 each. */
export interface TranslateSpec {
  readonly kind: "translate";
  readonly rows?: SignedRange;
  readonly cols?: SignedRange;
}

/** Enlarges about the image's centre by one factor in both directions. */
export interface ScaleSpec {
  readonly kind: "scale";
  /** Above 0. */
  readonly factor: FactorRange;
}

/** Slants: a row at height h below the image's centre moves to the right by h · tan(degrees). */
export interface ShearSpec {
  readonly kind: "shear";
  /** Between −90 and 90, exclusive. */
  readonly degrees: SignedRange;
}

/** Mirrors: `horizontal` exchanges left and right, `vertical` top and bottom. Usual with `probability: 0.5`. */
export interface FlipSpec {
  readonly kind: "flip";
  readonly axis: "horizontal" | "vertical";
}

/** Pads every side with that many zeros and cuts the original size out at a random whole-pixel place. */
export interface CropSpec {
  readonly kind: "crop";
  readonly padding: number;
}

/** Multiplies every pixel; the result is held within [0, 1]. */
export interface BrightnessSpec {
  readonly kind: "brightness";
  /** From 0. */
  readonly factor: FactorRange;
}

/** Multiplies every pixel's difference from the image's mean grey; the result is held within [0, 1]. */
export interface ContrastSpec {
  readonly kind: "contrast";
  /** From 0. */
  readonly factor: FactorRange;
}

/** Turns the hue (of HSV) and multiplies every pixel's difference from its own grey; three channels only. */
export interface ColourSpec {
  readonly kind: "colour";
  /** Degrees on the colour circle. Default 0. */
  readonly hue?: SignedRange;
  /** From 0. Default [1, 1]. */
  readonly saturation?: FactorRange;
}

/** Adds independent normal noise to every value; the result is held within [0, 1]. */
export interface NoiseSpec {
  readonly kind: "noise";
  readonly standardDeviation: number;
}

/**
 * Sets a square to zero. Its centre is any pixel, so at the border part of it falls outside.
 * Source: DeVries & Taylor (2017), arXiv:1708.04552.
 */
export interface CutoutSpec {
  readonly kind: "cutout";
  /** Side of the square in pixels. */
  readonly size: number;
}

/**
 * Mixes each image, and its target, with another of the batch: λ · own + (1 − λ) · other, λ ~ Beta(alpha, alpha).
 * Source: Zhang et al. (2018), arXiv:1710.09412; here λ is drawn for each image.
 */
export interface MixupSpec {
  readonly kind: "mixup";
  readonly alpha: number;
}

/**
 * Several steps, one after the other. Neighbours among rotate, translate, scale, shear and flip are one
 * movement with one resampling, so nothing is cut off or blurred between them.
 */
export interface ComposeSpec {
  readonly kind: "compose";
  readonly steps: readonly AugmentSpec[];
}

/** Steps that move pixels by an affine map. */
export type MoveSpec = (RotateSpec | TranslateSpec | ScaleSpec | ShearSpec | FlipSpec) & {
  readonly probability?: number;
};
