/**
 * What a constant is in each of several cases, found in about so many seconds.
 * @typedef {(seconds: number, thread: Thread) => Record<string, number> | Promise<Record<string, number>>} Measure
 * @typedef {{ ask: (call: string, argument: object) => Promise<any> }} Thread another one, that has none beside it
 * @typedef {{ size: number, first: number, second: number }} Tried what two ways take
 */

/**
 * Processor nanoseconds of a call, which other programs disturb less than the clock: as many calls as fill
 * the seconds, the first of which warm up.
 * @param {() => unknown} call
 * @param {number} seconds
 */
export function nanoseconds(call, seconds) {
  for (let calls = 1; ; calls *= 2) {
    const before = process.cpuUsage();
    for (let i = 0; i < calls; i++) call();
    const { user, system } = process.cpuUsage(before);
    const spent = 1000 * (user + system);
    if (spent >= (1e9 * seconds) / 2) return spent / calls;
  }
}

/**
 * The size from which on the second of two ways is faster, between the sizes that were tried: where their
 * ratio last falls below 1, on log axes. Beyond the sizes it is the nearest of them.
 * @param {readonly Tried[]} tried by rising size
 */
export function breakEven(tried) {
  const ratios = tried.map(({ size, first, second }) => ({
    size: Math.log(size),
    ratio: Math.log(second / first),
  }));
  const last = ratios.findLastIndex(({ ratio }) => ratio > 0);
  if (last === -1) return tried[0].size;
  if (last === ratios.length - 1) return tried[last].size;
  const [below, above] = [ratios[last], ratios[last + 1]];
  const share = below.ratio / (below.ratio - above.ratio);
  return Math.exp(below.size + share * (above.size - below.size));
}

/**
 * The same for each of several cases.
 * @template T
 * @param {Record<string, readonly T[]>} cases the sizes to try, by case
 * @param {(at: T) => Tried} attempt
 */
export function breakEvens(cases, attempt) {
  return Object.fromEntries(
    Object.entries(cases).map(([name, sizes]) => [name, breakEven(sizes.map(attempt))]),
  );
}
