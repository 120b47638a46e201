import { refuse } from "../../check.js";
import type { BatchSize } from "../../data/batches.js";
import type { Rng } from "../../random.js";
import { groupRows, overlapOf } from "../../rows/groups.js";
import type { Estimate } from "../../stats/estimate.js";
import { meanEstimate } from "../../stats/meanEstimate.js";
import { powerLaw } from "../../stats/powerLaw.js";
import type { RateOptimum } from "./rateOptima.js";

/** The power law of an optimizer's best rates: its exponent, over seeds. */
export interface RateLaw extends Estimate {
  readonly optimizer: string;
  /** Root mean square factor between an optimum and the fit. */
  readonly off: number;
}

/** For each optimizer the fit best rate = constant · (batch size)^exponent, over at least three sizes. */
export function rateLaws(
  optima: readonly RateOptimum[],
  { rng }: { readonly rng: Rng },
): RateLaw[] {
  return groupRows(optima, ["optimizer"]).map((own, i) => {
    const { optimizer } = own[0];
    const points = own.map(({ batchRows, bySeed }) => ({ x: batchRows, y: bySeed }));
    const { residual } = powerLaw(points, { rng: rng.fork(i) });
    const exponents = rateExponents(own, { rng }).map(({ exponent }) => exponent);
    const exponent = meanEstimate(exponents, { overlap: overlapOf("rateLaws", own) });
    return { optimizer, ...exponent, off: Math.exp(residual) };
  });
}

/** The exponent of one seed's best rates in the batch size. */
export interface RateExponent {
  readonly optimizer: string;
  /** The place of the seed among those of the map. */
  readonly seed: number;
  readonly exponent: number;
  /** As in `StudyRow`. */
  readonly overlap: number;
}

/** The exponent of each optimizer and seed, over at least three sizes. */
export function rateExponents(
  optima: readonly RateOptimum[],
  { rng }: { readonly rng: Rng },
): RateExponent[] {
  return groupRows(optima, ["optimizer"]).flatMap((own) =>
    own[0].bySeed.map((_, seed) => {
      const points = own.map(({ batchRows, bySeed }) => ({ x: batchRows, y: [bySeed[seed]] }));
      return {
        optimizer: own[0].optimizer,
        seed,
        exponent: powerLaw(points, { rng }).exponent.estimate,
        overlap: overlapOf("rateExponents", own),
      };
    }),
  );
}

/** A best rate, or that of a rule, divided by the one at a common batch size. */
export interface RelativeRate {
  /** The optimizer's name, or the rule's. */
  readonly line: string;
  /** Examples in a step. */
  readonly batchRows: number;
  /** Best rate ÷ the optimizer's own at the anchor. */
  readonly rate: number;
  readonly low?: number;
  readonly high?: number;
}

/** The best rates divided by the optimizer's own at `anchor`, followed by the square-root and linear rules. */
export function relativeRates(
  optima: readonly RateOptimum[],
  { anchor }: { readonly anchor: BatchSize },
): RelativeRate[] {
  const unitOf = (optimizer: string): RateOptimum => {
    const found = optima.find((o) => o.optimizer === optimizer && o.batchSize === anchor);
    return found ?? refuse("relativeRates", "anchor must be a batch size of the optima", anchor);
  };
  const measured = optima.map(({ optimizer, batchRows, estimate, low, high }) => {
    const unit = unitOf(optimizer).estimate;
    return {
      line: optimizer,
      batchRows,
      rate: estimate / unit,
      low: low / unit,
      high: high / unit,
    };
  });
  const sizes = [...new Set(optima.map(({ batchRows }) => batchRows))];
  const rule = (line: string, exponent: number): RelativeRate[] =>
    sizes.map((batchRows) => ({
      line,
      batchRows,
      rate: (batchRows / unitOf(optima[0].optimizer).batchRows) ** exponent,
    }));
  return [...measured, ...rule("square-root rule", 0.5), ...rule("linear rule", 1)];
}
