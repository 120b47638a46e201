import { spearmanRho } from "../../stats/rankCorrelation.js";

/** A correlation above this, of values or of their ranks, is no feature but the target in another unit. */
const SAME = 0.999;
/** Ranks that values have to follow too: one example far from all others correlates anything. */
const ALIKE = 0.9;
/** So many examples are enough to see it. */
const MOST = 5000;

/**
 * Whether a column's values give a real target by themselves: equal but for unit and sign, or rising or falling with
 * it, in a straight line or not.
 */
export function followsTarget(target: ArrayLike<number>): (values: ArrayLike<number>) => boolean {
  const step = Math.ceil(target.length / MOST);
  const some = (values: ArrayLike<number>): number[] =>
    Array.from({ length: Math.floor(target.length / step) }, (_, i) => values[i * step]);
  const wanted = some(target);
  return (values) => {
    const given = some(values);
    const rho = Math.abs(spearmanRho(given, wanted));
    return rho > SAME || (rho > ALIKE && Math.abs(correlation(given, wanted)) > SAME);
  };
}

/** Pearson's; NaN where one of the two is constant. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value / values.length, 0);
  const [meanA, meanB] = [mean(a), mean(b)];
  let [aa, bb, ab] = [0, 0, 0];
  for (const [i, value] of a.entries()) {
    const [da, db] = [value - meanA, b[i] - meanB];
    aa += da * da;
    bb += db * db;
    ab += da * db;
  }
  return ab / (Math.sqrt(aa) * Math.sqrt(bb));
}
