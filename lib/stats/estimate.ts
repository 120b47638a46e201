import { refuse } from "../check.js";

/** A number measured on `n` independent units (seeds, pairs, examples), with its confidence interval. */
export interface Estimate {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** Nominal coverage of low … high, as in .95. */
  readonly level: number;
  readonly n: number;
}

/** The estimate in other units, as in a fraction to percentage points; a negative factor turns it round. */
export function scaleEstimate(
  { estimate, low, high, level, n }: Estimate,
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
