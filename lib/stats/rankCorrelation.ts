import { oneOf, refuse } from "../check.js";
import { type BootstrapOptions, bootstrap, resamplesFor } from "./bootstrap.js";
import { checkValues, type Estimate } from "./estimate.js";
import { endsOfLevels, kendall } from "./kendall.js";

/** Which rank correlation is computed, and how its interval is drawn. */
export interface RankCorrelationOptions extends BootstrapOptions {
  /** Spearman's rho (ties at mid-rank) or Kendall's tau-b. Default "spearman". */
  readonly measure?: "spearman" | "kendall";
}

/**
 * How far two quantities of the same units rise together, from −1 to 1, with a BCa bootstrap interval over
 * units. NaN is refused; a constant quantity has no rank correlation and is refused too. From ten units of
 * normal quantities on the 95 % interval keeps its level; of five it is short where they rise together closely.
 */
export function rankCorrelation(
  x: readonly number[],
  y: readonly number[],
  options: RankCorrelationOptions,
): Estimate {
  checkValues("rankCorrelation", "x", x, 3);
  checkValues("rankCorrelation", "y", y, 3);
  if (x.length !== y.length)
    refuse("rankCorrelation", `y must hold as many numbers as x, ${x.length}`, y.length);
  for (const [name, values] of Object.entries({ x, y }))
    if (new Set(values).size === 1)
      refuse("rankCorrelation", `${name} must not be constant`, values[0]);
  const measure = oneOf("rankCorrelation", "measure", options.measure ?? "spearman", [
    "spearman",
    "kendall",
  ]);
  const correlation = measure === "spearman" ? spearman : kendall;
  const a = levelsOf(x);
  const b = levelsOf(y);
  return bootstrap(
    x.length,
    (units) =>
      correlation(
        units.map((i) => a[i]),
        units.map((i) => b[i]),
      ),
    { ...options, resamples: options.resamples ?? resamplesFor(x.length, 1999) },
  );
}

/** Spearman's rho alone, as of a resample: NaN where one side is constant. */
export function spearmanRho(x: readonly number[], y: readonly number[]): number {
  return spearman(levelsOf(x), levelsOf(y));
}

/** The place of each value among the different ones, from 0: all that a rank correlation sees of them. */
function levelsOf(values: readonly number[]): Int32Array {
  const different = new Map<number, number>();
  for (const value of Float64Array.from(values).sort())
    if (!different.has(value)) different.set(value, different.size);
  return Int32Array.from(values, (value) => different.get(value) ?? 0);
}

/** Pearson's correlation of the mid-ranks; NaN when one side is constant. */
function spearman(x: Int32Array, y: Int32Array): number {
  const a = midRanks(x);
  const b = midRanks(y);
  const center = (a.length + 1) / 2;
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - center) * (b[i] - center);
    aa += (a[i] - center) ** 2;
    bb += (b[i] - center) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

/** Ranks from 1; equal levels share the mean of their ranks. */
function midRanks(levels: Int32Array): Float64Array {
  const ends = endsOfLevels(levels);
  const ranks = new Float64Array(levels.length);
  for (let i = 0; i < levels.length; i++)
    ranks[i] = (ends[levels[i]] + ends[levels[i] + 1] + 1) / 2;
  return ranks;
}
