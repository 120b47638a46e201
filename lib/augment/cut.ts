import type { Rng } from "../random.js";
import type { Work } from "./imageBatch.js";
import type { CropSpec, CutoutSpec } from "./spec.js";

/**
 * Gives each pixel of image `i` the value that stands `down` rows below and `right` columns to the right of it, or 0 from outside.
 * All values move by the same stretch of memory. What came in over an edge is then set to 0.
 */
function shift(work: Work, i: number, down: number, right: number): void {
  const { x, rows, cols, channels, size } = work;
  const start = i * size;
  const end = start + size;
  if (Math.abs(down) >= rows || Math.abs(right) >= cols) {
    x.fill(0, start, end);
    return;
  }
  const width = cols * channels;
  const stretch = down * width + right * channels;
  if (stretch >= 0) x.copyWithin(start, start + stretch, end);
  else x.copyWithin(start - stretch, start, end + stretch);
  if (down > 0) x.fill(0, end - down * width, end);
  else x.fill(0, start, start - down * width);
  const incoming = Math.abs(right) * channels;
  for (let edge = right > 0 ? start + width - incoming : start; edge < end; edge += width)
    for (let k = 0; k < incoming; k++) x[edge + k] = 0;
}

/** Crops with padding: moves each active image by a random number of whole pixels, zeros coming in. */
export function crop(work: Work, { padding }: CropSpec, active: Uint8Array, rng: Rng): void {
  if (padding === 0) return;
  for (let i = 0; i < work.n; i++) {
    if (!active[i]) continue;
    const down = rng.integer(2 * padding + 1) - padding;
    const right = rng.integer(2 * padding + 1) - padding;
    shift(work, i, down, right);
  }
}

/** Sets a square of each active image to zero. */
export function cutout(work: Work, { size: side }: CutoutSpec, active: Uint8Array, rng: Rng): void {
  const { x, n, rows, cols, channels, size } = work;
  for (let i = 0; i < n; i++) {
    if (!active[i]) continue;
    const top = rng.integer(rows) - Math.floor(side / 2);
    const left = rng.integer(cols) - Math.floor(side / 2);
    const fromCol = Math.max(0, left);
    const toCol = Math.min(cols, left + side);
    for (let row = Math.max(0, top); row < Math.min(rows, top + side); row++) {
      const start = i * size + row * cols * channels;
      x.fill(0, start + fromCol * channels, start + toCol * channels);
    }
  }
}
