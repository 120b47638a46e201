import { refuse } from "../check.js";
import type { Rng } from "../random.js";
import { draw } from "./draw.js";
import type { Work } from "./imageBatch.js";
import type { BrightnessSpec, ContrastSpec, NoiseSpec } from "./spec.js";

// ITU-R BT.601, as Pillow's mode "L".
const RED = 0.299;
const GREEN = 0.587;
const BLUE = 0.114;

/** What interpolation may leave beyond [0, 1]. */
const ROUNDING = 1e-6;

const TWO_POW_MINUS_31 = 2 ** -31;

/** The grey of a colour. */
export function grey(red: number, green: number, blue: number): number {
  return RED * red + GREEN * green + BLUE * blue;
}

/** `value` held within [0, 1]. */
export function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** Refuses pixels outside [0, 1], which the steps that change light would cut off. */
export function checkPixels({ x, size }: Pick<Work, "x" | "size">, who = "augment"): void {
  for (let k = 0; k < x.length; k++)
    if (!(x[k] >= -ROUNDING && x[k] <= 1 + ROUNDING))
      refuse(
        who,
        `pixels must be from 0 to 1 (augment before standardising), in image ${Math.floor(k / size)}`,
        x[k],
      );
}

/** Multiplies the pixels of each active image by a drawn factor. */
export function brightness(
  { x, n, size }: Work,
  { factor }: BrightnessSpec,
  active: Uint8Array,
  rng: Rng,
): void {
  for (let i = 0; i < n; i++) {
    if (!active[i]) continue;
    const f = draw(factor, rng);
    for (let k = i * size; k < (i + 1) * size; k++) x[k] = clamp(f * x[k]);
  }
}

function meanGrey({ x, channels, size }: Work, start: number): number {
  let sum = 0;
  if (channels === 3)
    for (let k = start; k < start + size; k += 3) sum += grey(x[k], x[k + 1], x[k + 2]);
  else for (let k = start; k < start + size; k++) sum += x[k];
  return (sum / size) * (channels === 3 ? 3 : 1);
}

/** Moves the pixels of each active image away from its mean grey, or towards it, by a drawn factor. */
export function contrast(work: Work, { factor }: ContrastSpec, active: Uint8Array, rng: Rng): void {
  const { x, n, size } = work;
  for (let i = 0; i < n; i++) {
    if (!active[i]) continue;
    const f = draw(factor, rng);
    const mean = meanGrey(work, i * size);
    for (let k = i * size; k < (i + 1) * size; k++) x[k] = clamp(mean + f * (x[k] - mean));
  }
}

/**
 * Adds normal noise to each active image, by Marsaglia's polar method (Marsaglia & Bray 1964): a point
 * uniform in the unit disc gives two normal values.
 */
export function noise(
  { x, n, size }: Work,
  { standardDeviation }: NoiseSpec,
  active: Uint8Array,
  rng: Rng,
): void {
  for (let i = 0; i < n; i++) {
    if (!active[i]) continue;
    const end = (i + 1) * size;
    for (let k = i * size; k < end; k += 2) {
      let u: number;
      let v: number;
      let square: number;
      do {
        u = rng.uint32() * TWO_POW_MINUS_31 - 1;
        v = rng.uint32() * TWO_POW_MINUS_31 - 1;
        square = u * u + v * v;
      } while (square >= 1 || square === 0);
      const radius = standardDeviation * Math.sqrt((-2 * Math.log(square)) / square);
      x[k] = clamp(x[k] + radius * u);
      if (k + 1 < end) x[k + 1] = clamp(x[k + 1] + radius * v);
    }
  }
}
