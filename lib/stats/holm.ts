import { numberBetween } from "../check.js";

/**
 * The p values of several comparisons, adjusted by Holm (1979) in the order given: to call significant what
 * is at most alpha here errs in any of them with probability at most alpha, however they depend.
 * @example
 * ```ts
 * import { holm } from "batchwise";
 *
 * console.log(holm([0.01, 0.04, 0.03])); // [ 0.03, 0.06, 0.06 ]
 * ```
 */
export function holm(pValues: readonly number[]): number[] {
  for (const p of pValues) numberBetween("holm", "every p value", p, 0, 1);
  const m = pValues.length;
  const rising = pValues.map((p, i) => ({ p, i })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(m).fill(0);
  let largest = 0;
  rising.forEach(({ p, i }, rank) => {
    largest = Math.max(largest, Math.min(1, (m - rank) * p));
    adjusted[i] = largest;
  });
  return adjusted;
}
