import { refuse } from "../check.js";
import type { Rng } from "../random.js";
import { draw } from "./draw.js";
import type { Work } from "./imageBatch.js";
import { clamp, grey } from "./light.js";
import type { ColourSpec } from "./spec.js";

/** The part of the span between largest and least that a channel lacks, `sixths` of the circle past its own darkest start. */
function lack(sixths: number): number {
  const k = sixths >= 6 ? sixths - 6 : sixths;
  return clamp(Math.min(k, 4 - k));
}

/**
 * Turns the hue of the colour at x[k] by `sixths` of the circle; its value and saturation (of HSV) stay.
 * The way back from a hue is max − span · clamp(min(k, 4 − k)) with k = 5, 3, 1 plus the hue in sixths, modulo 6.
 */
function turnHue(x: Float32Array, k: number, sixths: number): void {
  const red = x[k];
  const green = x[k + 1];
  const blue = x[k + 2];
  const largest = Math.max(red, green, blue);
  const span = largest - Math.min(red, green, blue);
  if (span === 0) return;
  let hue: number;
  if (largest === red) hue = (green - blue) / span;
  else if (largest === green) hue = 2 + (blue - red) / span;
  else hue = 4 + (red - green) / span;
  hue += sixths;
  hue -= 6 * Math.floor(hue / 6);
  x[k] = largest - span * lack(hue + 5);
  x[k + 1] = largest - span * lack(hue + 3);
  x[k + 2] = largest - span * lack(hue + 1);
}

/** Turns the hue of each active image, then moves its colours away from their grey, or towards it. */
export function colour(
  { x, n, size, channels }: Work,
  { hue = 0, saturation = [1, 1] }: ColourSpec,
  active: Uint8Array,
  rng: Rng,
): void {
  if (channels !== 3)
    refuse("augment", 'kind "colour" needs images of 3 channels: channels must be 3', channels);
  for (let i = 0; i < n; i++) {
    if (!active[i]) continue;
    const sixths = draw(hue, rng) / 60;
    const f = draw(saturation, rng);
    for (let k = i * size; k < (i + 1) * size; k += 3) {
      if (sixths !== 0) turnHue(x, k, sixths);
      if (f === 1) continue;
      const own = grey(x[k], x[k + 1], x[k + 2]);
      x[k] = clamp(own + f * (x[k] - own));
      x[k + 1] = clamp(own + f * (x[k + 1] - own));
      x[k + 2] = clamp(own + f * (x[k + 2] - own));
    }
  }
}
