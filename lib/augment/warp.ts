import type { Work } from "./imageBatch.js";

/** The map (row, col) → (a·row + b·col + r, c·row + d·col + s), written [a, b, c, d, r, s]. */
export type Affine = readonly [number, number, number, number, number, number];

/** Copies image `i` into the middle of the room with the border. */
function copyIntoBorder({ x, rows, cols, channels, size, room }: Work, i: number): void {
  const { bordered } = room;
  const width = cols * channels;
  let from = i * size;
  for (let row = 1; row <= rows; row++) {
    const to = (row * (cols + 2) + 1) * channels;
    for (let k = 0; k < width; k++) bordered[to + k] = x[from++];
  }
}

/**
 * Resamples image `i` in place: each pixel of the result takes the value at its place under `inverse`.
 *
 * Places are (row, col) relative to the image's centre ((rows − 1) / 2, (cols − 1) / 2), with pixel centres
 * at whole numbers before that shift. A value between pixels is interpolated bilinearly, and every pixel
 * outside the image is 0: scipy.ndimage.affine_transform with order=1, mode="grid-constant", cval=0.
 */
export function warp(work: Work, i: number, inverse: Affine): void {
  const { x, rows, cols, channels, size, room } = work;
  const [a, b, c, d, r, s] = inverse;
  copyIntoBorder(work, i);
  const { kernels, borderedAt, imageAt } = room;
  kernels.warp(borderedAt, rows, cols, channels, a, b, c, d, r, s, imageAt);
  x.set(room.image, i * size);
}
