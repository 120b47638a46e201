import { Rng } from "../../random.js";
import { hyperbola } from "../../stats/hyperbola.js";
import type { Advice } from "../advice.js";
import { moreIsBetter, slackOf } from "../metric.js";
import type { Trainer } from "../trainer.js";
import type { AnchorRate } from "./anchorRate.js";
import type { Confirmation } from "./confirmStage.js";
import type { Sizes } from "./sizesStage.js";

/** What the stages found, as far as they came. */
export interface Found {
  readonly anchor?: AnchorRate;
  readonly noSignal?: boolean;
  readonly noise?: Advice["noiseScale"];
  readonly sizes?: Sizes;
  readonly confirmation?: Confirmation;
  readonly choice?: { readonly batchSize: number; readonly learningRate: number };
}

/** Part of the loss of guessing that a model has to save before figures like a guess's are no lack of signal. */
const SAVED = 0.05;
/** On few examples chance alone saves about so many times the loss of one. */
const BY_CHANCE = 8;

/** Whether the tuned model does no better than guessing: by its loss, and by its metric within two standard errors. */
export function isNoSignal(
  { validMetric, validLoss }: Pick<AnchorRate, "validMetric" | "validLoss">,
  baseline: number | null,
  { metric, guessLoss, validating }: Pick<Trainer, "metric" | "guessLoss" | "validating">,
): boolean {
  if (!moreIsBetter(metric))
    return validLoss > (1 - Math.max(SAVED, BY_CHANCE / validating)) * guessLoss;
  if (validLoss <= (1 - SAVED) * guessLoss) return false;
  return baseline === null || validMetric - baseline <= slackOf(metric, validMetric, validating);
}

const LEAST_SIZES = 4;

/** The critical batch size of the law S = S_min (1 + B_c / B), where four sizes reached the target on every seed. */
export function criticalBatchOf({ steps }: Sizes, seed: number): Advice["criticalBatch"] {
  if (steps.length < LEAST_SIZES) return null;
  const rng = Rng.fromSeed(seed).fork("critical batch");
  const { estimate, low, high } = hyperbola(steps, { rng }).criticalBatchSize;
  // JSON has no infinity, and without a bend there is no critical size to tell.
  if (!(estimate > 0 && [estimate, low, high].every(Number.isFinite))) return null;
  return { estimate, low, high };
}

/** What would settle an answer that is not. */
export function settleOf(confirmation: Confirmation | undefined): Advice["settle"] {
  if (confirmation === undefined || confirmation.settled) return null;
  const { open, secondsPerPair } = confirmation;
  const against = open.map((one) => one.against);
  let pairs = 1;
  for (const { more } of open) {
    if (more === null) return { against, pairs: null, minutes: null };
    pairs = Math.max(pairs, more);
  }
  return { against, pairs, minutes: (pairs * secondsPerPair) / 60 };
}

/**
 * Where the best rate lies: over the seeds of the anchor, but no narrower than half way to the neighbours on the grid;
 * for other sizes, which have fewer seeds, between the neighbours.
 */
export function rateInterval(
  { batchSize, learningRate }: Pick<AnchorRate, "batchSize" | "learningRate">,
  anchor: AnchorRate | undefined,
): [low: number, high: number] {
  if (batchSize !== anchor?.batchSize || anchor.interval === null)
    return [learningRate / 2, learningRate * 2];
  const [low, high] = anchor.interval;
  return [Math.min(low, learningRate / Math.SQRT2), Math.max(high, learningRate * Math.SQRT2)];
}
