import type { Convolution1dSpec } from "./spec.js";

/** Examples of this shape as images of one row, [1, length, channels]; undefined where they are no sequences. */
export function sequenceShape(
  shape: readonly number[],
): readonly [rows: number, length: number, channels: number] | undefined {
  if (shape.length === 1) return [1, shape[0], 1];
  return shape.length === 3 && shape[0] === 1 ? [1, shape[1], shape[2]] : undefined;
}

/** Places of a filter along one side of an image; none where it is longer than the side. */
export function placesAlong(side: number, filter: number, stride: number, padding: number): number {
  return Math.max(0, Math.floor((side + 2 * padding - filter) / stride) + 1);
}

/** The length of a sequence after each convolution. */
export function sequenceLengths(
  convolutions: readonly Convolution1dSpec[],
  length: number,
): readonly number[] {
  const lengths: number[] = [];
  for (const { width, stride = 1, padding = 0 } of convolutions)
    lengths.push(placesAlong(lengths.at(-1) ?? length, width, stride, padding));
  return lengths;
}
