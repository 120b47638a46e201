import type { Work } from "./imageBatch.js";

/** The map (row, col) → (a·row + b·col + r, c·row + d·col + s), written [a, b, c, d, r, s]. */
export type Affine = readonly [number, number, number, number, number, number];

/**
 * Resamples image `i` in place: each pixel of the result takes the value at its place under `inverse`.
 *
 * Places are (row, col) relative to the image's centre ((rows − 1) / 2, (cols − 1) / 2), with pixel centres
 * at whole numbers before that shift. A value between pixels is interpolated bilinearly, and every pixel
 * outside the image is 0: scipy.ndimage.affine_transform with order=1, mode="grid-constant", cval=0.
 */
export function warp(work: Work, i: number, inverse: Affine): void {
  const { x, rows, cols, channels, size, scratch } = work;
  const [a, b, c, d, downwards, rightwards] = inverse;
  const middleRow = (rows - 1) / 2;
  const middleCol = (cols - 1) / 2;
  const stride = cols * channels;
  let to = i * size;
  for (let k = 0; k < size; k++) scratch[k] = x[to + k];
  for (let row = 0; row < rows; row++) {
    const y = row - middleRow;
    const startRow = a * y + downwards + middleRow;
    const startCol = c * y + rightwards + middleCol;
    for (let col = 0; col < cols; col++, to += channels) {
      const sourceRow = startRow + b * (col - middleCol);
      const sourceCol = startCol + d * (col - middleCol);
      // Written so that NaN, from a map that overflows, counts as outside.
      if (!(sourceRow > -1 && sourceCol > -1 && sourceRow < rows && sourceCol < cols)) {
        for (let k = 0; k < channels; k++) x[to + k] = 0;
        continue;
      }
      // Rounds down, for the places are above −1; integers index the arrays faster than Math.floor's result.
      const top = ((sourceRow + 1) | 0) - 1;
      const left = ((sourceCol + 1) | 0) - 1;
      const lower = sourceRow - top;
      const right = sourceCol - left;
      const from = top * stride + left * channels;
      const hasTop = top >= 0;
      const hasLeft = left >= 0;
      const hasBottom = top + 1 < rows;
      const hasRight = left + 1 < cols;
      const isInside = hasTop && hasLeft && hasBottom && hasRight;
      for (let k = 0; k < channels; k++) {
        const p = from + k;
        const topLeft = isInside || (hasTop && hasLeft) ? scratch[p] : 0;
        const topRight = isInside || (hasTop && hasRight) ? scratch[p + channels] : 0;
        const bottomLeft = isInside || (hasBottom && hasLeft) ? scratch[p + stride] : 0;
        const bottomRight =
          isInside || (hasBottom && hasRight) ? scratch[p + stride + channels] : 0;
        const upper = topLeft + right * (topRight - topLeft);
        const under = bottomLeft + right * (bottomRight - bottomLeft);
        x[to + k] = upper + lower * (under - upper);
      }
    }
  }
}
