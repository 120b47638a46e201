/** @typedef {{ maxIter: number, excess: number, seconds: number }} Fit */

/** Neighbours closer than this are not searched further. */
const FINE = 1.25;

/**
 * The fewest iterations that reach each level of excess, to within a quarter: doubling, then halving the bracket in proportion.
 * No fit is started that would probably take longer than `limit` seconds.
 * @param {(maxIter: number) => Promise<Fit & { iterations: number }>} fitAt
 * @param {readonly number[]} levels
 * @param {number} limit
 * @returns {Promise<Map<number, Fit>>} level → its fit; a level that is not reached is absent
 */
export async function fewestIterations(fitAt, levels, limit) {
  /** @type {Map<number, Fit>} */
  const fits = new Map();
  const tightest = Math.min(...levels);
  for (let maxIter = 1; ; maxIter *= 2) {
    const fit = await fitAt(maxIter);
    fits.set(maxIter, fit);
    if (fit.excess <= tightest || fit.iterations < maxIter || 2 * fit.seconds > limit) break;
  }
  const reached = new Map();
  for (const level of levels) {
    for (;;) {
      const all = [...fits.values()].sort((a, b) => a.maxIter - b.maxIter);
      const high = all.find((fit) => fit.excess <= level);
      if (high === undefined) break;
      reached.set(level, high);
      const low = all.filter((fit) => fit.maxIter < high.maxIter).at(-1)?.maxIter ?? 0;
      if (high.maxIter - low <= 1 || high.maxIter <= low * FINE) break;
      const between = Math.round(Math.sqrt(low * high.maxIter));
      const middle = Math.min(high.maxIter - 1, Math.max(low + 1, between));
      fits.set(middle, await fitAt(middle));
    }
  }
  return reached;
}
