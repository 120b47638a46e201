import { oneOf, refuse } from "../check.js";
import { type BootstrapOptions, bootstrap } from "./bootstrap.js";
import { mean } from "./describe.js";
import { checkValues, type Estimate } from "./estimate.js";

export interface RankCorrelationOptions extends BootstrapOptions {
  /** Spearman's rho (ties at mid-rank) or Kendall's tau-b. Default "spearman". */
  readonly measure?: "spearman" | "kendall";
}

/**
 * How far two quantities of the same units rise together, from −1 to 1, with a BCa bootstrap interval over
 * units. NaN is refused; a constant quantity has no rank correlation and is refused too.
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
  return bootstrap(
    x.length,
    (units) =>
      correlation(
        Float64Array.from(units, (i) => x[i]),
        Float64Array.from(units, (i) => y[i]),
      ),
    { ...options, resamples: options.resamples ?? 1999 },
  );
}

/** Pearson's correlation of the mid-ranks; NaN when one side is constant. */
function spearman(x: Float64Array, y: Float64Array): number {
  const a = midRanks(x);
  const b = midRanks(y);
  const center = mean(a);
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

/** Ranks from 1; equal values share the mean of their ranks. */
function midRanks(values: Float64Array): Float64Array {
  const order = Int32Array.from(values, (_, i) => i).sort((i, j) => values[i] - values[j]);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let k = from; k < to; k++) ranks[order[k]] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}

/** Kendall (1945), tau-b; NaN when one side is constant. */
function kendall(x: Float64Array, y: Float64Array): number {
  let agreement = 0;
  let untiedX = 0;
  let untiedY = 0;
  for (let i = 0; i < x.length; i++)
    for (let j = 0; j < i; j++) {
      const dx = Math.sign(x[i] - x[j]);
      const dy = Math.sign(y[i] - y[j]);
      agreement += dx * dy;
      untiedX += dx * dx;
      untiedY += dy * dy;
    }
  return agreement / Math.sqrt(untiedX * untiedY);
}
