import { refuse } from "../check.js";

/** A number measured on `n` independent units (seeds, pairs, examples), with its confidence interval. */
export interface Estimate {
  readonly estimate: number;
  /** Lower end of the interval. */
  readonly low: number;
  /** Upper end of the interval. */
  readonly high: number;
  /** Nominal coverage of low … high, as in .95. */
  readonly level: number;
  /** Number of independent units. */
  readonly n: number;
  /**
   * Present where the interval has no width because the units do not differ: that is no certainty but a sample
   * from which no interval can be computed, and `low` and `high` only repeat the estimate.
   */
  readonly degenerate?: true;
  /**
   * Present where the units are divisions of the same data, so that they share examples: test ÷ training examples,
   * by which the interval was widened (see `MeanOptions.overlap`).
   */
  readonly overlap?: number;
}

/** The estimate, marked as degenerate if its interval has no width. */
export function markDegenerate<E extends Estimate>(estimate: E): E {
  return estimate.low === estimate.high ? { ...estimate, degenerate: true } : estimate;
}

/** The estimate in other units, as in a fraction to percentage points; a negative factor turns it round. */
export function scaleEstimate(
  { estimate, low, high, level, n, degenerate, overlap }: Estimate,
  factor: number,
): Estimate {
  if (!Number.isFinite(factor) || factor === 0)
    refuse("scaleEstimate", "factor must be a finite number other than 0", factor);
  const ends = [factor * low, factor * high];
  return {
    estimate: factor * estimate,
    low: Math.min(...ends),
    high: Math.max(...ends),
    level,
    n,
    ...(degenerate && { degenerate }),
    ...(overlap !== undefined && { overlap }),
  };
}

/** Fails unless `values` holds at least `least` numbers, all finite. */
export function checkValues(
  who: string,
  name: string,
  values: readonly number[],
  least: number,
): void {
  if (values.length < least)
    refuse(who, `${name} must hold at least ${least} numbers`, values.length);
  const wrong = values.find((value) => !Number.isFinite(value));
  if (wrong !== undefined) refuse(who, `${name} must hold finite numbers only`, wrong);
}

/** `level` if it can be the level of an interval. */
export function checkLevel(who: string, level: number): number {
  if (!(level > 0 && level < 1)) refuse(who, "level must be a number between 0 and 1", level);
  return level;
}
