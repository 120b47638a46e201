/** The longest that a timer waits; it takes what is longer for 1 ms. */
const LONGEST = 2 ** 31 - 1;

/** Seconds as a timer takes them. */
export function milliseconds(seconds: number): number {
  return Math.min(1000 * seconds, LONGEST);
}
