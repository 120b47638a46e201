import { refuse } from "../check.js";
import { groupRows, matching } from "../rows/groups.js";
import type { ColumnOf } from "../rows/row.js";
import type { Candidate } from "./candidate.js";
import { withLearningRate } from "./learningRates.js";

/**
 * The candidates at the learning rate of one of them: what becomes of a rate that was tuned for one place and is
 * kept at others.
 * @param anchor values by column of the candidate whose rate the others get
 * @param options.by columns: candidates that agree in them get the rate of the anchor among them. Default all
 * @throws ArgumentError unless each group holds the anchor once
 * @example
 * ```ts
 * import { atRateOf, cross } from "batchwise";
 *
 * const candidates = cross({
 *   model: { kind: "linear" }, optimizer: { kind: "sgd", learningRate: 0.1 },
 *   batchSize: 32, budget: { epochs: 5 }, seed: 0,
 * }, { batchSize: [32, 256], learningRate: [0.1, 0.8] });
 * const kept = atRateOf(candidates, { batchSize: 32, learningRate: 0.1 });
 * console.log(kept.map(({ config }) => config.optimizer.learningRate));
 * // [ 0.1, 0.1, 0.1, 0.1 ]
 * ```
 */
export function atRateOf<C extends Candidate>(
  candidates: readonly C[],
  anchor: Partial<C>,
  { by = [] }: { readonly by?: readonly ColumnOf<C>[] } = {},
): C[] {
  const rates = new Map<C, number>();
  for (const group of groupRows(candidates, by)) {
    const found = matching(group, anchor);
    if (found.length !== 1)
      refuse("atRateOf", `each group must hold ${JSON.stringify(anchor)} once`, found.length);
    for (const candidate of group) rates.set(candidate, found[0].config.optimizer.learningRate);
  }
  return candidates.map((candidate) => {
    const learningRate = rates.get(candidate) ?? candidate.config.optimizer.learningRate;
    return {
      ...candidate,
      config: withLearningRate(candidate.config, learningRate),
      ...("learningRate" in candidate && { learningRate }),
    };
  });
}
