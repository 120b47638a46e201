import { placesAlong } from "../config/sequence.js";

/** How filters slide over images (rows, columns): from place to place, and how many zeros lie beyond each border. */
export interface Sliding {
  readonly strides: readonly [rows: number, columns: number];
  readonly padding: readonly [rows: number, columns: number];
}

/** Shape of what filters (height, width, in, out) make of images (n, rows, columns, channels). */
export function convolvedShape(
  [n, rows, columns]: readonly number[],
  [height, width, , out]: readonly number[],
  { strides, padding }: Sliding,
): readonly [n: number, rows: number, columns: number, channels: number] {
  return [
    n,
    placesAlong(rows, height, strides[0], padding[0]),
    placesAlong(columns, width, strides[1], padding[1]),
    out,
  ];
}
