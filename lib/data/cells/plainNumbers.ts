const LARGEST_FLOAT32 = 3.4028234663852886e38;

/** Whether a number is one that a table takes as it is: NaN, infinity and what float32 or float64 cannot hold need a closer look. */
export function isPlain(value: number): boolean {
  return Number.isInteger(value) ? Number.isSafeInteger(value) : Math.abs(value) <= LARGEST_FLOAT32;
}

/** Powers of ten up to that of the most digits after the point that are counted. */
const POWERS = [1, 10, 1e2, 1e3, 1e4, 1e5, 1e6];
const MOST = POWERS[POWERS.length - 1];
/** Stands for more digits than are counted: no reader of a table tells their numbers apart. */
const MANY = 23;
/** Below it a fraction's spelling has an exponent. */
const SMALLEST_PLAIN = 1e-6;
/** Up to it the product with a power is so near to the digits that rounding finds them. */
const LARGEST_COUNTED = 2 ** 30;

/** Whether a number of no more than `LARGEST_COUNTED` has at most so many digits after its point, of those that are counted. */
function hasAtMost(size: number, digits: number): boolean {
  const power = POWERS[digits] ?? MOST;
  return Math.round(size * power) / power === size;
}

/** Whether a number's digits after the point are at least `fewest` and at most `most`, so that they need no counting. */
export function isWithin(value: number, fewest: number, most: number): boolean {
  if (Number.isInteger(value)) return true;
  const size = Math.abs(value);
  if (size >= LARGEST_COUNTED || fewest > MANY) return false;
  return (most >= MANY || hasAtMost(size, most)) && !hasAtMost(size, fewest - 1);
}

/**
 * Digits after the point of a number's shortest spelling, `MANY` for more than are counted; −1 if that has an exponent.
 * A number has so many if it is the one nearest to its digits. To spell it out would take longer than all else here.
 */
export function digitsOf(value: number): number {
  if (Number.isInteger(value)) return 0;
  const size = Math.abs(value);
  if (size < SMALLEST_PLAIN) return -1;
  if (size >= LARGEST_COUNTED) {
    const text = String(size);
    return text.length - 1 - text.indexOf(".");
  }
  if (!hasAtMost(size, POWERS.length)) return MANY;
  let digits = 1;
  while (!hasAtMost(size, digits)) digits++;
  return digits;
}
