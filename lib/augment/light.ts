import { refuse } from "../check.js";
import type { Rng } from "../random.js";
import { draw } from "./draw.js";
import { changeInRoom, type Work } from "./imageBatch.js";
import type { BrightnessSpec, ContrastSpec } from "./spec.js";

// ITU-R BT.601, as Pillow's mode "L".
const RED = 0.299;
const GREEN = 0.587;
const BLUE = 0.114;

/** What interpolation may leave beyond [0, 1]. */
const ROUNDING = 1e-6;

/** Refuses pixels outside [0, 1], which the steps that change light would cut off. */
export function checkPixels({ x, size }: Pick<Work, "x" | "size">, who = "augment"): void {
  for (let k = 0; k < x.length; k++)
    if (!(Math.abs(x[k] - 0.5) <= 0.5 + ROUNDING))
      refuse(
        who,
        `pixels must be from 0 to 1 (augment before standardising), in image ${Math.floor(k / size)}`,
        x[k],
      );
}

/** Multiplies the pixels of each active image by a drawn factor. */
export function brightness(
  work: Work,
  { factor }: BrightnessSpec,
  active: Uint8Array,
  rng: Rng,
): void {
  for (let i = 0; i < work.n; i++) {
    if (!active[i]) continue;
    const f = draw(factor, rng);
    changeInRoom(work, i, (image, size) => work.room.kernels.stretch(image, size, 0, f));
  }
}

/** The mean of an image's values, or of its colours' greys. */
function meanGrey({ x, channels, size }: Work, start: number): number {
  let sum = 0;
  if (channels === 3)
    for (let k = start; k < start + size; k += 3)
      sum += RED * x[k] + GREEN * x[k + 1] + BLUE * x[k + 2];
  else for (let k = start; k < start + size; k++) sum += x[k];
  return (sum / size) * (channels === 3 ? 3 : 1);
}

/** Moves the pixels of each active image away from its mean grey, or towards it, by a drawn factor. */
export function contrast(work: Work, { factor }: ContrastSpec, active: Uint8Array, rng: Rng): void {
  for (let i = 0; i < work.n; i++) {
    if (!active[i]) continue;
    const f = draw(factor, rng);
    const mean = meanGrey(work, i * work.size);
    changeInRoom(work, i, (image, size) => work.room.kernels.stretch(image, size, mean, f));
  }
}
