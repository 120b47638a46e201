import { type Dataset, featuresOf } from "../data/dataset.js";

/** Consecutive rows of a matrix. */
export interface Block {
  /** (count, features), row-major. */
  readonly values: Float64Array;
  /** Number of its first row. */
  readonly start: number;
  readonly count: number;
}

/** The rows of a data set less the means of its features, in float64, a block at a time. */
export class CentredRows {
  readonly #data: Pick<Dataset, "x" | "n" | "shape">;
  readonly #mean: ArrayLike<number>;
  readonly #block: Float64Array;
  readonly #rows: number;
  #filledFrom = -1;

  /** @param bytes that a block may take; default: all rows in one */
  constructor(
    data: Pick<Dataset, "x" | "n" | "shape">,
    mean: ArrayLike<number>,
    bytes: number = Number.POSITIVE_INFINITY,
  ) {
    const features = featuresOf(data);
    this.#data = data;
    this.#mean = mean;
    this.#rows = Math.min(data.n, Math.max(1, Math.floor(bytes / (8 * features))));
    this.#block = new Float64Array(this.#rows * features);
  }

  /** All rows in order; each block is valid until the next. */
  *blocks(): Generator<Block, undefined> {
    const { n } = this.#data;
    for (let start = 0; start < n; start += this.#rows) {
      const count = Math.min(this.#rows, n - start);
      if (this.#filledFrom !== start) this.#fill(start, count); // A block of all rows stays.
      this.#filledFrom = start;
      yield { values: this.#block, start, count };
    }
  }

  #fill(start: number, count: number): void {
    const [block, mean, { x }] = [this.#block, this.#mean, this.#data];
    const features = mean.length;
    for (let i = 0, from = start * features; i < count * features; from += features)
      for (let j = 0; j < features; j++, i++) block[i] = x[from + j] - mean[j];
  }
}
