import { createHash } from "node:crypto";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import { positiveInteger, refuse } from "./check.js";

const TWO_POW_MINUS_32 = 2 ** -32;
const TWO_POW_MINUS_53 = 2 ** -53;

/**
 * The only source of randomness: a seeded stream from which named, independent streams are forked.
 *
 * The generator is xoroshiro128+ (Blackman & Vigna 2018). Its 128-bit state is the start of the SHA-256
 * of the stream's path (`"7/init"`), so forks neither overlap nor depend on how much was drawn before.
 * @example
 * ```ts
 * import { Rng } from "batchwise";
 *
 * const rng = Rng.fromSeed(7);
 * console.log(rng.fork("order").permutation(5)); // Int32Array(5) [ 0, 4, 2, 3, 1 ]
 * console.log(rng.fork("order").permutation(5)); // Int32Array(5) [ 0, 4, 2, 3, 1 ]
 * console.log(rng.fork("init").integer(100)); // 98
 * ```
 */
export class Rng {
  readonly #path: string;
  #generator: { next(): number; getState(): readonly number[] };

  private constructor(path: string) {
    this.#path = path;
    const hash = createHash("sha256").update(path).digest();
    const word = (i: number): number => hash.readInt32LE(4 * i);
    this.#generator = xoroshiro128plusFromState([word(0), word(1), word(2), word(3)]);
  }

  /** The root stream of a seed, an integer ≥ 0. */
  static fromSeed(seed: number): Rng {
    if (!Number.isSafeInteger(seed) || seed < 0)
      refuse("Rng.fromSeed", "seed must be an integer from 0 to 2^53 − 1", seed);
    return new Rng(String(seed));
  }

  /** An independent stream; the same name always gives the same stream, and this one is not advanced. */
  fork(name: string | number): Rng {
    return new Rng(`${this.#path}/${encodeURIComponent(name)}`);
  }

  /** Uniform on the integers 0 … 2^32 − 1. */
  uint32(): number {
    return this.#generator.next() >>> 0;
  }

  /** Lets a kernel draw in its place: `draw` gets the state of the generator, four words, and leaves there the state after its draws. */
  lend(state: Int32Array, draw: () => void): void {
    state.set(this.#generator.getState());
    draw();
    this.#generator = xoroshiro128plusFromState([...state]);
  }

  /** Uniform on [0, 1) with 53 random bits. */
  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) * TWO_POW_MINUS_53;
  }

  /** Uniform on the integers 0 … n − 1, by rejection, so without bias. */
  integer(n: number): number {
    positiveInteger("Rng.integer", "n", n);
    if (n > 2 ** 32) refuse("Rng.integer", "n must be at most 2^32", n);
    const limit = 2 ** 32 - (2 ** 32 % n);
    let draw = this.uint32();
    while (draw >= limit) draw = this.uint32();
    return draw % n;
  }

  /** Standard normal, by the Box–Muller transform. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Shuffles in place (Fisher–Yates) and returns the array. */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      // Multiply-shift: its bias is below 2^-32 · i, and it is several times faster than rejection.
      const j = Math.floor(this.uint32() * TWO_POW_MINUS_32 * (i + 1));
      const held = items[i];
      items[i] = items[j];
      items[j] = held;
    }
    return items;
  }

  /** A uniformly random order of 0 … n − 1. */
  permutation(n: number): Int32Array {
    const order = new Int32Array(n);
    for (let i = 0; i < n; i++) order[i] = i;
    return this.shuffle(order);
  }
}
