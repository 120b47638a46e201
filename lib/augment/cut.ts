import type { Rng } from "../random.js";
import type { Work } from "./imageBatch.js";
import type { CropSpec, CutoutSpec } from "./spec.js";

/** Crops with padding: moves each active image by a random number of whole pixels, zeros coming in. */
export function crop(work: Work, { padding }: CropSpec, active: Uint8Array, rng: Rng): void {
  if (padding === 0) return;
  const { x, n, rows, cols, channels, size, scratch } = work;
  for (let i = 0; i < n; i++) {
    if (!active[i]) continue;
    const down = rng.integer(2 * padding + 1) - padding;
    const right = rng.integer(2 * padding + 1) - padding;
    const start = i * size;
    for (let k = 0; k < size; k++) scratch[k] = x[start + k];
    let to = start;
    for (let row = 0; row < rows; row++) {
      const fromRow = row + down;
      const rowInside = fromRow >= 0 && fromRow < rows;
      for (let col = 0; col < cols; col++) {
        const fromCol = col + right;
        const inside = rowInside && fromCol >= 0 && fromCol < cols;
        const from = (fromRow * cols + fromCol) * channels;
        for (let k = 0; k < channels; k++) x[to++] = inside ? scratch[from + k] : 0;
      }
    }
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
