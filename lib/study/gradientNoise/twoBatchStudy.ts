import { positiveInteger } from "../../check.js";
import { gradientNoise } from "../../nn/analysis/noiseScale.js";
import {
  meanOfRatios,
  ratioOfMeans,
  type TwoBatchDraw,
  twoBatchNoise,
} from "../../nn/analysis/twoBatchNoise.js";
import type { Rng } from "../../random.js";
import { groupRows } from "../../rows/groups.js";
import { quantile } from "../../stats/describe.js";
import { noiseScaleEstimate } from "./noiseScaleEstimate.js";
import type { NoiseSubject } from "./noiseSubjects.js";

/** The draws of one pair of batch sizes at one model. */
export interface TwoBatchRow {
  readonly seed: number;
  readonly trainLoss: number;
  /** As in "8 and 64". */
  readonly pair: string;
  /** The noise scale from all single gradients. */
  readonly exact: number;
  readonly draws: readonly TwoBatchDraw[];
}

/** Draws the two-batch estimates of the gradient noise at every model with every pair of batch sizes. */
export function twoBatchStudy(
  subjects: readonly NoiseSubject[],
  {
    pairs,
    draws,
    rng,
  }: {
    readonly pairs: readonly (readonly [small: number, big: number])[];
    readonly draws: number;
    readonly rng: Rng;
  },
): TwoBatchRow[] {
  return subjects.flatMap(({ seed, trainLoss, model, train }, i) => {
    const exact = gradientNoise(model, train).noiseScale;
    return pairs.map(([smallBatch, bigBatch], p) => ({
      seed,
      trainLoss,
      pair: `${smallBatch} and ${bigBatch}`,
      exact,
      draws: twoBatchNoise(model, train, { smallBatch, bigBatch, draws, rng: rng.fork(i).fork(p) }),
    }));
  });
}

/** The same draws as rows of so many each, in order; what is left over is left out. */
export function inGroups(
  rows: readonly TwoBatchRow[],
  { draws: size }: { readonly draws: number },
): TwoBatchRow[] {
  positiveInteger("inGroups", "draws", size);
  return rows.flatMap((row) =>
    Array.from({ length: Math.floor(row.draws.length / size) }, (_, g) => ({
      ...row,
      draws: row.draws.slice(g * size, (g + 1) * size),
    })),
  );
}

/** What the two ways to average make of the same draws. */
export interface TwoBatchSummary {
  readonly trainLoss: number;
  readonly pair: string;
  readonly exact: number;
  readonly ratioOfMeans: number;
  readonly low: number;
  readonly high: number;
  readonly meanOfRatios: number;
  /** Share of the draws whose estimate of |G|² is 0 or less, in %. */
  readonly unusable: number;
}

/** For each model and pair both averages of the draws, the first with its 95 % interval. */
export function twoBatchSummaries(rows: readonly TwoBatchRow[]): TwoBatchSummary[] {
  return rows.map(({ trainLoss, pair, exact, draws }) => {
    const { estimate, low, high } = noiseScaleEstimate(draws);
    const lost = draws.filter(({ gradientSquared }) => gradientSquared <= 0).length;
    return {
      trainLoss,
      pair,
      exact,
      ratioOfMeans: estimate,
      low,
      high,
      meanOfRatios: meanOfRatios(draws),
      unusable: (100 * lost) / draws.length,
    };
  });
}

/** Estimates from so many draws each, divided by the exact noise scale. */
export interface EstimateSpread {
  readonly pair: string;
  readonly draws: number;
  readonly median: number;
  /** Four fifths of the estimates lie between these. */
  readonly low: number;
  readonly high: number;
}

/**
 * How far estimates from few draws lie from the exact noise scale: all draws of a pair, those of one model at a
 * time, are put into groups of each of the sizes, and each group gives a ratio of means.
 */
export function estimateSpread(
  rows: readonly TwoBatchRow[],
  { groups }: { readonly groups: readonly number[] },
): EstimateSpread[] {
  return groupRows(rows, ["pair"]).flatMap((own) =>
    groups.map((size) => {
      const estimates = inGroups(own, { draws: size }).map(
        ({ exact, draws }) => ratioOfMeans(draws) / exact,
      );
      const [low, median, high] = [0.1, 0.5, 0.9].map((p) => quantile(estimates, p));
      return { pair: own[0].pair, draws: size, median, low, high };
    }),
  );
}
