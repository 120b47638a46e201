import type { NumpyRandom } from "./numpyRandom.js";

/** What happens to a template on its way to an example. */
export interface Mnist1dTransform {
  /** Fewest and most zeros that are appended to a template's 12 points. */
  readonly padding: readonly [number, number];
  /** Width of the range around 1 that the height is multiplied by. */
  readonly scale: number;
  /** The signal is rotated by fewer points than this. */
  readonly translation: number;
  /** Standard deviation of the normal noise that fills the padding, before it is smoothed over neighbours. */
  readonly correlatedNoise: number;
  /** Standard deviation of the normal noise that is added everywhere. */
  readonly noise: number;
  /** Width of the range around 0 of the slope that is taken off. */
  readonly shear: number;
  /** Points of an example. */
  readonly length: number;
}

/** Points of a template. */
export const TEMPLATE_LENGTH = 12;

// The heights of the ten digits along their line, from the authors' package `mnist1d` 0.0.2.post1 (Apache-2.0).
const HEIGHTS: readonly (readonly number[])[] = [
  [5, 6, 6.5, 6.75, 7, 7, 7, 7, 6.75, 6.5, 6, 5],
  [5, 3, 3, 3.4, 3.8, 4.2, 4.6, 5, 5.4, 5.8, 5, 5],
  [5, 6, 6.5, 6.5, 6, 5.25, 4.75, 4, 3.5, 3.5, 4, 5],
  [5, 6, 6.5, 6.5, 6, 5, 5, 6, 6.5, 6.5, 6, 5],
  [5, 4.4, 3.8, 3.2, 2.6, 2.6, 5, 5, 5, 5, 5, 5],
  [5, 3, 3, 3, 3, 5, 6, 6.5, 6.5, 6, 4.5, 5],
  [5, 4, 3.5, 3.25, 3, 3, 3, 3, 3.25, 3.5, 4, 5],
  [5, 7, 7, 6.6, 6.2, 5.8, 5.4, 5, 4.6, 4.2, 5, 5],
  [5, 4, 3.5, 3.5, 4, 5, 5, 4, 3.5, 3.5, 4, 5],
  [5, 4, 3.5, 3.5, 4, 5, 5, 5, 5, 4.7, 4.3, 5],
];

/** A sixth of the standardised heights, from 0 at the first point. */
export const TEMPLATES: readonly Float64Array[] = HEIGHTS.map((heights) => {
  const mean = heights.reduce((sum, h) => sum + h, 0) / heights.length;
  const variance = heights.reduce((sum, h) => sum + (h - mean) ** 2, 0) / heights.length;
  const standard = heights.map((h) => (h - mean) / Math.sqrt(variance));
  return Float64Array.from(standard, (h) => (h - standard[0]) / 6);
});

/** Keeps the points of a template apart from the padding, which is exactly 0. */
const OFF_ZERO = 1e-8;

/** Reach of the Gaussian window, four standard deviations of 2 points. */
const REACH = 8;
const BELL = Float64Array.from({ length: REACH + 1 }, (_, k) => Math.exp(-(k ** 2) / 8));
const BELL_SUM = BELL.reduce((sum, w, k) => sum + (k === 0 ? w : 2 * w), 0);
const WINDOW = BELL.map((w) => w / BELL_SUM);

/** One example: a template padded, stretched, scaled, rotated, made noisy, sheared and sampled, in the authors' order of draws. */
export function mnist1dSignal(
  template: Float64Array,
  rng: NumpyRandom,
  { padding, scale, translation, correlatedNoise, noise, shear, length }: Mnist1dTransform,
): Float64Array {
  const [least, most] = padding;
  const long = TEMPLATE_LENGTH + most;
  const padded = new Float64Array(
    TEMPLATE_LENGTH + least + Math.floor(rng.uniform() * (most - least + 1)),
  );
  padded.set(template.map((height) => height + OFF_ZERO));
  const stretched = resample(padded, long);
  const height = 1 + scale * (rng.uniform() - 0.5);
  const rotation = rng.integer(translation);
  const normals = (size: number): Float64Array =>
    Float64Array.from({ length: long }, () => size * rng.normal());
  const filling = smooth(normals(correlatedNoise));
  const added = normals(noise);
  const slope = shear * (rng.uniform() - 0.5);
  const step = 1 / (long - 1);
  const signal = filling.map((fill, i) => {
    const value = height * stretched[(i + long - rotation) % long];
    return (value === 0 ? fill : value) + added[i] - slope * (i * step - 0.5);
  });
  return resample(signal, length);
}

/** The polyline through the points, at `length` equal distances, rounded as NumPy's `linspace` and `interp` round. */
function resample(values: Float64Array, length: number): Float64Array {
  const last = values.length - 1;
  const step = 1 / last;
  const newStep = 1 / (length - 1);
  const place = (j: number): number => (j === last ? 1 : j * step);
  let j = 0;
  return Float64Array.from({ length }, (_, i) => {
    if (i === length - 1) return values[last];
    const at = i * newStep;
    while (j + 1 < last && place(j + 1) <= at) j++;
    const slope = (values[j + 1] - values[j]) / (place(j + 1) - place(j));
    return slope * (at - place(j)) + values[j];
  });
}

/** Smoothed by a Gaussian window of standard deviation 2, mirrored at the ends. */
function smooth(values: Float64Array): Float64Array {
  const n = values.length;
  const mirrored = (i: number): number => values[i < 0 ? -1 - i : i >= n ? 2 * n - 1 - i : i];
  return values.map((value, i) => {
    let sum = value * WINDOW[0];
    for (let k = REACH; k > 0; k--) sum += (mirrored(i - k) + mirrored(i + k)) * WINDOW[k];
    return sum;
  });
}
