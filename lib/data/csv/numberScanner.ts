const MINUS = 45;
const PLUS = 43;
const ZERO = 48;
const E = 101;

/** Powers of ten that float64 holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, e) => Number(`1e${e}`));

const LARGEST_FLOAT32 = 3.4028234663852886e38;

/**
 * Reads decimal numbers from bytes, correctly rounded as `Number` does: a mantissa below 2^53 times or through
 * an exact power of ten is one rounding (Clinger 1990, "How to read floating point numbers accurately");
 * whatever else goes to `Number`.
 */
export class NumberScanner {
  /** The first byte after the number read last. */
  next = 0;
  /** Digits after the point of the number read last; −1 if it has an exponent. */
  fraction = 0;
  readonly #point: number;

  /** @param decimal the decimal mark */
  constructor(decimal: string) {
    this.#point = decimal.charCodeAt(0);
  }

  /**
   * The number that begins at `from`, or NaN: for anything that is no plain number, but also for numbers that
   * float32 or their spelling need a closer look at: beyond 3.4e38, whole beyond 2^53, or with leading zeros.
   * A byte that is no digit must come after the bytes read.
   */
  read(bytes: Uint8Array, from: number): number {
    let at = from;
    let byte = bytes[at];
    const negative = byte === MINUS;
    if (negative || byte === PLUS) byte = bytes[++at];
    const first = at;
    let mantissa = 0;
    let digit = byte - ZERO;
    while (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digit = bytes[++at] - ZERO;
    }
    let digits = at - first;
    if (digits > 1 && bytes[first] === ZERO) return Number.NaN;
    let exponent = 0;
    this.fraction = 0;
    if (bytes[at] === this.#point) {
      const start = ++at;
      digit = bytes[at] - ZERO;
      while (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        digit = bytes[++at] - ZERO;
      }
      this.fraction = at - start;
      digits += this.fraction;
      exponent = -this.fraction;
    } else if (mantissa > Number.MAX_SAFE_INTEGER) return Number.NaN;
    if (digits === 0) return Number.NaN;
    if ((bytes[at] | 32) === E) {
      this.fraction = -1;
      let power = 0;
      byte = bytes[++at];
      const shrinks = byte === MINUS;
      if (shrinks || byte === PLUS) byte = bytes[++at];
      const start = at;
      digit = byte - ZERO;
      while (digit >= 0 && digit <= 9) {
        power = power * 10 + digit;
        digit = bytes[++at] - ZERO;
      }
      if (at === start) return Number.NaN;
      exponent += shrinks ? -power : power;
    }
    this.next = at;
    let value: number;
    if (mantissa <= Number.MAX_SAFE_INTEGER && exponent >= -22 && exponent <= 22)
      value = exponent < 0 ? mantissa / POWERS[-exponent] : mantissa * POWERS[exponent];
    else value = this.#exactly(bytes, first, at);
    if (value > LARGEST_FLOAT32) return Number.NaN;
    return negative ? -value : value;
  }

  #exactly(bytes: Uint8Array, from: number, to: number): number {
    const text = String.fromCharCode(...bytes.subarray(from, to));
    return Number(this.#point === 46 ? text : text.replace(String.fromCharCode(this.#point), "."));
  }
}
