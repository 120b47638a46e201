import { mersenne } from "pure-rand/generator/mersenne";
import { refuse } from "../check.js";

/**
 * The draws of `numpy.random.RandomState(seed)`, which NumPy keeps the same for ever (NEP 19). They make published
 * data sets again to the bit; everything else draws from an `Rng`.
 */
export class NumpyRandom {
  readonly #generator: { next(): number };
  #spare: number | undefined;

  /** @param seed an integer from 0 to 2^32 − 1 */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32)
      refuse("NumpyRandom", "seed must be an integer from 0 to 2^32 − 1", seed);
    this.#generator = mersenne(seed);
  }

  /** Uniform on [0, 1) with 53 random bits: `rand()`. */
  uniform(): number {
    const high = this.#generator.next() >>> 5;
    const low = this.#generator.next() >>> 6;
    return (high * 67108864 + low) / 2 ** 53;
  }

  /** Uniform on the integers 0 … n − 1, by rejection of masked bits: `choice(n)`. */
  integer(n: number): number {
    const mask = 2 ** (32 - Math.clz32(n - 1)) - 1;
    let draw = n > 1 ? Number.POSITIVE_INFINITY : 0;
    while (draw >= n) draw = (this.#generator.next() & mask) >>> 0;
    return draw;
  }

  /** Standard normal, by Marsaglia's polar method, which makes two at a time: `randn()`. */
  normal(): number {
    if (this.#spare !== undefined) {
      const spare = this.#spare;
      this.#spare = undefined;
      return spare;
    }
    let [a, b, square] = [0, 0, 0];
    while (square >= 1 || square === 0) {
      a = 2 * this.uniform() - 1;
      b = 2 * this.uniform() - 1;
      square = a * a + b * b;
    }
    const factor = Math.sqrt((-2 * Math.log(square)) / square);
    this.#spare = factor * a;
    return factor * b;
  }

  /** A random order of 0 … n − 1: `permutation(n)`. */
  permutation(n: number): Int32Array {
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const held = order[i];
      order[i] = order[j];
      order[j] = held;
    }
    return order;
  }
}
