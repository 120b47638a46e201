import { refuse } from "../../check.js";
import type { BatchSize } from "../../data/batches.js";
import { withLearningRate } from "../../experiment/learningRates.js";
import type { StudyRow } from "../../experiment/runTrials.js";
import type { TrainConfig } from "../../nn/config/config.js";
import { groupRows } from "../../rows/groups.js";
import { lowestIndex, parabolaOptimum } from "../../search/parabola.js";
import { mean } from "../../stats/describe.js";
import type { Estimate } from "../../stats/estimate.js";
import { meanEstimate } from "../../stats/meanEstimate.js";
import { goodRange } from "./goodRange.js";

/** A run at one point of a map of learning rates and batch sizes. */
export type RateRow = Pick<
  StudyRow,
  "seed" | "config" | "batchSize" | "batchRows" | "learningRate" | "validLoss"
> & {
  /** The optimizer's name. */
  readonly optimizer: string;
};

/** What the map says of one optimizer at one batch size: the geometric mean of the seeds' best rates, and more. */
export interface RateOptimum extends Estimate {
  readonly optimizer: string;
  readonly batchSize: BatchSize;
  /** Examples in a step. */
  readonly batchRows: number;
  /** With the tuned rate: that of the lowest mean loss on the grid. */
  readonly config: TrainConfig;
  /** The tuned rate's mean validation loss. */
  readonly loss: number;
  /** Whether the grid goes on at both sides of the tuned rate. */
  readonly inside: boolean;
  /** The optimizer's best single rate for all sizes: that with the lowest mean loss at its worst size. */
  readonly compromise: number;
  /** Each seed's own optimum: the lowest point of a parabola in log rate. */
  readonly bySeed: readonly number[];
  /** Width of the range of good rates (see `goodRange`): mean of the seeds', with its 95 % interval. */
  readonly doublings: number;
  readonly doublingsLow: number;
  readonly doublingsHigh: number;
}

/** The optimum of every optimizer and batch size of a map, which needs at least two seeds. */
export function rateOptima(rows: readonly RateRow[]): RateOptimum[] {
  return groupRows(rows, ["optimizer", "batchSize"]).map((group) => {
    const { optimizer, batchSize, batchRows, config } = group[0];
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
    const means = rates.map((_, r) => mean(losses.map((seed) => seed[r])));
    const best = lowestIndex(means);
    const bySeed = losses.map((seed) => parabolaOptimum(rates, seed));
    const logs = meanEstimate(bySeed.map(Math.log));
    const widths = meanEstimate(losses.map((seed) => goodRange(rates, seed).doublings));
    return {
      optimizer,
      batchSize,
      batchRows,
      config: withLearningRate(config, rates[best]),
      loss: means[best],
      inside: best > 0 && best < rates.length - 1,
      compromise: compromiseOf(rows.filter((row) => row.optimizer === optimizer)),
      bySeed,
      estimate: Math.exp(logs.estimate),
      low: Math.exp(logs.low),
      high: Math.exp(logs.high),
      level: logs.level,
      n: logs.n,
      doublings: widths.estimate,
      doublingsLow: widths.low,
      doublingsHigh: widths.high,
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

function compromiseOf(rows: readonly RateRow[]): number {
  const worst = groupRows(rows, ["learningRate"]).map((atRate) =>
    Math.max(
      ...groupRows(atRate, ["batchSize"]).map((runs) => mean(runs.map((run) => run.validLoss))),
    ),
  );
  const rates = [...new Set(rows.map(({ learningRate }) => learningRate))];
  return rates[lowestIndex(worst)];
}
