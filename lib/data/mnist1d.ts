import { numberBetween, positiveInteger, refuse } from "../check.js";
import type { Dataset } from "./dataset.js";
import type { TrainTest } from "./loadOptions.js";
import {
  type Mnist1dTransform,
  mnist1dSignal,
  TEMPLATE_LENGTH,
  TEMPLATES,
} from "./mnist1dSignal.js";
import { NumpyRandom } from "./numpyRandom.js";

/** How many examples, by which seed, and how each is made from its template. */
export interface Mnist1dOptions extends Partial<Mnist1dTransform> {
  /** Number of examples in all, a multiple of 10: every digit has as many. Default 5,000. */
  readonly n?: number;
  /** An integer from 0 to 2^32 − 1. Default 42, the authors'. */
  readonly seed?: number;
  /** Share of the examples for training; the rest is the test. Default 0.8. */
  readonly train?: number;
  /** Puts the points of all examples into one random order, so that neighbours mean nothing. Default false. */
  readonly shuffled?: boolean;
}

/** The authors' own values. */
const DEFAULTS: Mnist1dTransform = {
  padding: [36, 60],
  scale: 0.4,
  translation: 48,
  correlatedNoise: 0.25,
  noise: 0.02,
  shear: 0.75,
  length: 40,
};

/**
 * MNIST-1D: drawn digits as signals of 40 points, hard for a linear model, easy for a convolution; without
 * options the 4,000 + 1,000 examples of the paper. The authors' package `mnist1d` 0.0.2.post1 gives the same
 * values with the same seed and options, rounded to float32. As there, all are standardised by one mean and one
 * standard deviation, the test's values included; a part may hold a few more of one digit than of another.
 *
 * Source: Greydanus & Kobak (2020), "Scaling down deep learning with MNIST-1D", arXiv:2011.14439 (Apache-2.0).
 * Test accuracy published there: logistic regression 32 %, dense network 68 %, convolutional network 94 %, people 96 %.
 * @example
 * ```ts
 * import { mnist1d } from "batchwise";
 *
 * const { train, test } = mnist1d({ n: 100 });
 * console.log(train.n, test.n, train.shape); // 80 20 [ 40 ]
 * ```
 * @returns x (n, length) without a unit, mean 0 and standard deviation 1 over all examples; y the digit
 */
export function mnist1d({
  n = 5000,
  seed = 42,
  train = 0.8,
  shuffled = false,
  ...rest
}: Mnist1dOptions = {}): TrainTest {
  const digits = TEMPLATES.length;
  const transform = checkTransform({ ...DEFAULTS, ...rest });
  if (positiveInteger("mnist1d", "n", n) % digits > 0)
    refuse("mnist1d", `n must be a multiple of ${digits}`, n);
  const first = Math.trunc(n * numberBetween("mnist1d", "train", train, 0, 1));
  if (first < 1 || first >= n)
    refuse("mnist1d", "train must leave an example for each part", train);

  const { length } = transform;
  const rng = new NumpyRandom(seed);
  const each = n / digits;
  const signals = Array.from({ length: n }, (_, i) =>
    mnist1dSignal(TEMPLATES[Math.floor(i / each)], rng, transform),
  );
  const order = rng.permutation(n);
  const points = shuffled ? rng.permutation(length) : Int32Array.from({ length }, (_, j) => j);
  const { mean, deviation } = moments(signals);
  const part = (from: number, to: number): Dataset => {
    const rows = order.subarray(from, to);
    const x = new Float32Array(rows.length * length);
    rows.forEach((row, i) => {
      for (let j = 0; j < length; j++)
        x[i * length + j] = (signals[row][points[j]] - mean) / deviation;
    });
    const y = rows.map((row) => Math.floor(row / each));
    const classes = TEMPLATES.map((_, digit) => String(digit));
    return { x, y, n: rows.length, shape: [length], classes };
  };
  return { train: part(0, first), test: part(first, n) };
}

function moments(signals: readonly Float64Array[]): { mean: number; deviation: number } {
  // Halved again and again, as NumPy sums, so that rounding grows with the logarithm of the count only.
  const sum = (from: number, to: number, value: (v: number) => number): number => {
    if (to - from === 1) return signals[from].reduce((total, v) => total + value(v), 0);
    const middle = (from + to) >> 1;
    return sum(from, middle, value) + sum(middle, to, value);
  };
  const count = signals.length * signals[0].length;
  const mean = sum(0, signals.length, (v) => v) / count;
  return { mean, deviation: Math.sqrt(sum(0, signals.length, (v) => (v - mean) ** 2) / count) };
}

function checkTransform(transform: Mnist1dTransform): Mnist1dTransform {
  const who = "mnist1d";
  const [least, most] = transform.padding;
  for (const value of [least, most])
    if (!Number.isSafeInteger(value) || value < 0)
      refuse(who, "padding must be two integers from 0", value);
  if (least > most) refuse(who, "padding must be [fewest, most]", `${least}, ${most}`);
  for (const name of ["scale", "correlatedNoise", "noise", "shear"] as const)
    numberBetween(who, name, transform[name], 0, Number.MAX_VALUE);
  positiveInteger(who, "translation", transform.translation);
  const long = TEMPLATE_LENGTH + most;
  if (transform.translation > long)
    refuse(
      who,
      `translation must be at most the ${long} points that are rotated`,
      transform.translation,
    );
  if (positiveInteger(who, "length", transform.length) < 2)
    refuse(who, "length must be at least 2", transform.length);
  return transform;
}
