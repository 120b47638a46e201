import { refuse } from "../../check.js";
import type { BatchSize } from "../../data/batches.js";
import { groupRows, overlapOf } from "../../rows/groups.js";
import { parabolaOptimum } from "../../search/parabola.js";
import type { Estimate } from "../../stats/estimate.js";
import { meanEstimate } from "../../stats/meanEstimate.js";
import type { RateRow } from "./rateRow.js";

/** The best rate of one optimizer at one batch size: the geometric mean of the seeds' own, with its interval. */
export interface RateOptimum extends Estimate {
  readonly optimizer: string;
  readonly batchSize: BatchSize;
  /** Examples in a step. */
  readonly batchRows: number;
  /** Each seed's own optimum: the lowest point of a parabola in log rate. */
  readonly bySeed: readonly number[];
}

/** The optimum of every optimizer and batch size of a map, which needs at least two seeds. */
export function rateOptima(
  rows: readonly (RateRow & { readonly optimizer: string })[],
): RateOptimum[] {
  return groupRows(rows, ["optimizer", "batchSize"]).map((group) => {
    const { optimizer, batchSize, batchRows } = group[0];
    const seeds = groupRows(group, ["seed"]);
    const rates = seeds[0].map(({ learningRate }) => learningRate);
    checkRates(optimizer, rates);
    const losses = seeds.map((seed) => seed.map(({ validLoss }) => validLoss));
    if (losses.some((seed) => !seed.some(Number.isFinite)))
      refuse(
        "rateOptima",
        `${optimizer} at batch size ${batchSize} must not always diverge`,
        rates,
      );
    const bySeed = losses.map((seed) => parabolaOptimum(rates, seed));
    const { estimate, low, high, ...rest } = meanEstimate(bySeed.map(Math.log), {
      overlap: overlapOf("rateOptima", group),
    });
    return {
      optimizer,
      batchSize,
      batchRows,
      bySeed,
      ...rest,
      estimate: Math.exp(estimate),
      low: Math.exp(low),
      high: Math.exp(high),
    };
  });
}

/** Without even steps in log rate no parabola fits, and below three rates none has a lowest point. */
function checkRates(name: string, rates: readonly number[]): void {
  const factor = rates[1] / rates[0];
  const even = rates.every(
    (rate, i) => i === 0 || Math.abs(rate / rates[i - 1] / factor - 1) < 1e-6,
  );
  if (!(rates.length >= 3 && factor > 1 && even))
    refuse(
      "rateOptima",
      `rates of ${name} must be 3 or more in rising geometric progression`,
      rates,
    );
}
