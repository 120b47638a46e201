import { refuse } from "../check.js";
import type { Rng } from "../random.js";
import { draw } from "./draw.js";
import { changeInRoom, type Work } from "./imageBatch.js";
import type { ColourSpec } from "./spec.js";

/** Turns the hue of each active image, then moves its colours away from their grey, or towards it. */
export function colour(
  work: Work,
  { hue = 0, saturation = [1, 1] }: ColourSpec,
  active: Uint8Array,
  rng: Rng,
): void {
  const { n, channels, room } = work;
  if (channels !== 3)
    refuse("augment", 'kind "colour" needs images of 3 channels: channels must be 3', channels);
  for (let i = 0; i < n; i++) {
    if (!active[i]) continue;
    const sixths = draw(hue, rng) / 60;
    const factor = draw(saturation, rng);
    changeInRoom(work, i, (image, size) => room.kernels.colour(image, size / 3, sixths, factor));
  }
}
