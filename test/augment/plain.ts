import type { Rng } from "batchwise";
import type { Affine } from "batchwise/dist/augment/warp.js";

/** The changes of one image written as plainly as can be, for comparison with the library's. */

export type Shape = readonly [rows: number, cols: number, channels: number];

const clamp = (value: number): number => Math.min(1, Math.max(0, value));

/** The image whose value at (row, col, channel) is `value`. */
function paint(
  [rows, cols, channels]: Shape,
  value: (row: number, col: number, channel: number) => number,
): Float32Array {
  const image = new Float32Array(rows * cols * channels);
  for (let k = 0; k < image.length; k++) {
    const pixel = Math.floor(k / channels);
    image[k] = value(Math.floor(pixel / cols), pixel % cols, k % channels);
  }
  return image;
}

/** Reads an image; 0 outside. */
function reader(image: Float32Array, [rows, cols, channels]: Shape) {
  return (row: number, col: number, channel: number): number =>
    row >= 0 && row < rows && col >= 0 && col < cols
      ? image[(row * cols + col) * channels + channel]
      : 0;
}

/** Bilinear resampling: four readings and three weighted means for each value. */
export function plainWarp(image: Float32Array, shape: Shape, inverse: Affine): Float32Array {
  const [a, b, c, d, r, s] = inverse;
  const [middleRow, middleCol] = [(shape[0] - 1) / 2, (shape[1] - 1) / 2];
  const at = reader(image, shape);
  const mean = (first: number, second: number, share: number): number =>
    first + share * (second - first);
  return paint(shape, (row, col, channel) => {
    const y = a * (row - middleRow) + r + middleRow + b * (col - middleCol);
    const x = c * (row - middleRow) + s + middleCol + d * (col - middleCol);
    // A place a hair below a whole number may round to it: by then there is next to nothing between the two.
    const [top, left] = [Math.floor(y + 1) - 1, Math.floor(x + 1) - 1];
    const along = (line: number): number =>
      mean(at(line, left, channel), at(line, left + 1, channel), x - left);
    return mean(along(top), along(top + 1), y - top);
  });
}

export function plainCrop(
  image: Float32Array,
  shape: Shape,
  padding: number,
  rng: Rng,
): Float32Array {
  const at = reader(image, shape);
  const down = rng.integer(2 * padding + 1) - padding;
  const right = rng.integer(2 * padding + 1) - padding;
  return paint(shape, (row, col, channel) => at(row + down, col + right, channel));
}

export function plainBrightness(image: Float32Array, factor: number): Float32Array {
  return image.map((value) => clamp(factor * value));
}

const grey = (red: number, green: number, blue: number): number =>
  0.299 * red + 0.587 * green + 0.114 * blue;

export function plainContrast(
  image: Float32Array,
  [, , channels]: Shape,
  factor: number,
): Float32Array {
  let sum = 0;
  if (channels === 3)
    for (let k = 0; k < image.length; k += 3) sum += grey(image[k], image[k + 1], image[k + 2]);
  else for (const value of image) sum += value;
  const mean = (sum / image.length) * (channels === 3 ? 3 : 1);
  return image.map((value) => clamp(mean + factor * (value - mean)));
}

/** Hue by which channel is the largest; the way back by max − span · clamp(min(k, 4 − k)), k = 5, 3, 1 plus the hue, modulo 6. */
function plainHue(colour: readonly number[], sixths: number): readonly number[] {
  const [red, green, blue] = colour;
  const largest = Math.max(red, green, blue);
  const span = largest - Math.min(red, green, blue);
  if (span === 0) return colour;
  let hue: number;
  if (largest === red) hue = (green - blue) / span;
  else if (largest === green) hue = 2 + (blue - red) / span;
  else hue = 4 + (red - green) / span;
  hue += sixths;
  hue -= 6 * Math.floor(hue / 6);
  return [5, 3, 1].map((start) => {
    const k = hue + start >= 6 ? hue + start - 6 : hue + start;
    return largest - span * clamp(Math.min(k, 4 - k));
  });
}

export function plainColour(
  image: Float32Array,
  degrees: number,
  saturation: number,
): Float32Array {
  const result = image.slice();
  for (let k = 0; k < image.length; k += 3) {
    const pixel = result.subarray(k, k + 3);
    if (degrees !== 0) pixel.set(plainHue([...pixel], degrees / 60));
    const own = grey(pixel[0], pixel[1], pixel[2]);
    if (saturation !== 1) pixel.set(pixel.map((value) => clamp(own + saturation * (value - own))));
  }
  return result;
}

/** Marsaglia's polar method, point by point. */
export function plainNoise(image: Float32Array, deviation: number, rng: Rng): Float32Array {
  const result = image.slice();
  const side = (): number => rng.uint32() * 2 ** -31 - 1;
  for (let k = 0; k < image.length; k += 2) {
    let [u, v, square] = [0, 0, 0];
    do {
      u = side();
      v = side();
      square = u * u + v * v;
    } while (square >= 1 || square === 0);
    const radius = deviation * Math.sqrt((-2 * Math.log(square)) / square);
    result[k] = clamp(result[k] + radius * u);
    if (k + 1 < image.length) result[k + 1] = clamp(result[k + 1] + radius * v);
  }
  return result;
}
