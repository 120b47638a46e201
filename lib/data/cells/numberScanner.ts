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
    else
      value = this.#longQuotient(bytes, first, digits, exponent) ?? this.#exactly(bytes, first, at);
    if (value > LARGEST_FLOAT32) return Number.NaN;
    return negative ? -value : value;
  }

  /** A number of 16 to 19 digits divided by a power of ten, where it is no more than that. */
  #longQuotient(
    bytes: Uint8Array,
    first: number,
    digits: number,
    exponent: number,
  ): number | undefined {
    if (exponent < -22 || exponent >= 0) return undefined;
    let at = first;
    let left = digits;
    while (bytes[at] === ZERO || bytes[at] === this.#point) if (bytes[at++] === ZERO) left--;
    if (left < 16 || left > 19) return undefined;
    let [head, tail] = [0, 0];
    for (let i = 0; i < left; at++) {
      if (bytes[at] === this.#point) continue;
      if (i++ < 15) head = head * 10 + bytes[at] - ZERO;
      else tail = tail * 10 + bytes[at] - ZERO;
    }
    return quotient(head, POWERS[left - 15], tail, POWERS[-exponent]);
  }

  #exactly(bytes: Uint8Array, from: number, to: number): number {
    const text = String.fromCharCode(...bytes.subarray(from, to));
    return Number(this.#point === 46 ? text : text.replace(String.fromCharCode(this.#point), "."));
  }
}

/** The rounding error of a · b, exactly (Dekker 1971, with Veltkamp's splitting). */
function productError(a: number, b: number, product: number): number {
  const wideA = 134217729 * a;
  const highA = wideA - (wideA - a);
  const wideB = 134217729 * b;
  const highB = wideB - (wideB - b);
  const [lowA, lowB] = [a - highA, b - highB];
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}

/**
 * (head · factor + tail) / divisor, correctly rounded, for whole numbers below 2^64 in the numerator; nothing where
 * the twice as long quotient is too near to the middle of two numbers to tell.
 */
function quotient(head: number, factor: number, tail: number, divisor: number): number | undefined {
  const product = head * factor;
  const high = product + tail;
  const low = tail - (high - product) + productError(head, factor, product);
  const first = high / divisor;
  const back = first * divisor;
  const second = (high - back - productError(first, divisor, back) + low) / divisor;
  const sum = first + second;
  const rest = second - (sum - first);
  const doubt = sum * 2 ** -98;
  return sum + (rest + doubt) === sum && sum + (rest - doubt) === sum ? sum : undefined;
}
