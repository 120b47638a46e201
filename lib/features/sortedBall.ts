/** A place in sorted values that moves little from one call to the next. */
class Place {
  readonly #sorted: Float32Array;
  #at = 0;

  constructor(sorted: Float32Array) {
    this.#sorted = sorted;
  }

  /** Position of the first value with value − x ≥ offset, or > offset where it must be `beyond`. */
  seek(x: number, offset: number, beyond: boolean): number {
    const sorted = this.#sorted;
    const n = sorted.length;
    // In steps that double, from where the last call ended; then by halving.
    let low = this.#at - 1;
    let high = n;
    for (let step = 1, at = this.#at; at < n; at += step, step *= 2) {
      const difference = sorted[at] - x;
      if (beyond ? difference > offset : difference >= offset) {
        high = at;
        break;
      }
      low = at;
    }
    if (low < this.#at)
      for (let step = 1; low >= 0; low -= step, step *= 2) {
        const difference = sorted[low] - x;
        if (!(beyond ? difference > offset : difference >= offset)) break;
        high = low;
      }
    low = Math.max(low, -1);
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      const difference = sorted[middle] - x;
      if (beyond ? difference > offset : difference >= offset) high = middle;
      else low = middle;
    }
    this.#at = Math.min(high, n - 1);
    return high;
  }
}

/** Counts sorted values within a distance of x; fast if x and the distance change little from call to call. */
export class SortedBall {
  readonly #low: Place;
  readonly #high: Place;

  constructor(sorted: Float32Array) {
    this.#low = new Place(sorted);
    this.#high = new Place(sorted);
  }

  /** Those with |value − x| < radius. */
  open(x: number, radius: number): number {
    return this.#high.seek(x, radius, false) - this.#low.seek(x, -radius, true);
  }

  /** Those with |value − x| ≤ radius. */
  closed(x: number, radius: number): number {
    return this.#high.seek(x, radius, true) - this.#low.seek(x, -radius, false);
  }
}
