import { numberBetween, refuse } from "../../check.js";
import { mean } from "../../stats/describe.js";
import { holm } from "../../stats/holm.js";
import { meanEstimate } from "../../stats/meanEstimate.js";
import { normalQuantile } from "../../stats/normal.js";
import { differencesOf } from "../../stats/pairedDifference.js";
import { studentT } from "../../stats/studentT.js";
import type { Contrast } from "../advice.js";

/** A size with the metric of its test parts, in percent, one for each division: the same divisions for all sizes. */
export interface Compared {
  readonly batchSize: number;
  /** What a training costs, in any unit; the lower wins where the accuracy does not matter. */
  readonly cost: number;
  readonly values: readonly number[];
}

/** What the rule says on the pairs so far. */
export interface Decision {
  readonly settled: boolean;
  /** The recommended size; where nothing is settled the cheapest whose mean is less than the margin behind the highest. */
  readonly batchSize: number;
  /** Sizes shown to be within the margin of the best, and the best. */
  readonly equivalent: readonly number[];
  readonly contrasts: readonly Contrast[];
  /** Sizes against which the best is not settled, and how many more pairs would do that (see `morePairs`). */
  readonly open: readonly { readonly against: number; readonly more: number | null }[];
}

/**
 * Part of the error of 5 % that a look spends: until so many of all pairs are there, 5 % of the third power of their
 * share (Kim & DeMets 1987). Early looks are for large differences; the last, which decides most, keeps nearly all.
 */
export function alphaAt(looks: readonly number[], look: number): number {
  const all = looks[looks.length - 1];
  const spent = (pairs: number): number => 0.05 * (pairs / all) ** 3;
  return spent(looks[look]) - (look === 0 ? 0 : spent(looks[look - 1]));
}

/**
 * The rule. Of the sizes that cost less than the best, from the cheapest on: if the best is ahead by less than the
 * margin even at the upper end of the interval, it is taken; if the best is ahead for certain, by the margin or more as
 * estimated, the next is asked; else nothing is settled. Nor is it while a size that costs more may be ahead of the best
 * by the margin; one that is so for certain takes its place. The error `alpha` is shared between all contrasts by
 * Holm's steps.
 * @param best the size that was best before these pairs
 */
export function decide(
  sizes: readonly Compared[],
  best: number,
  options: {
    readonly margin: number;
    readonly alpha: number;
    readonly overlap: number;
    /** Different examples that were tested: with no difference at all, three of them are the upper end (rule of three). */
    readonly tested: number;
  },
): Decision {
  const { margin, alpha } = options;
  numberBetween("decide", "margin", margin, 0, 100);
  numberBetween("decide", "alpha", alpha, 1e-12, 0.5);
  const first = sizes.find(({ batchSize }) => batchSize === best);
  if (first === undefined) return refuse("decide", "best must be one of the sizes", best);
  const others = sizes.filter((size) => size !== first);
  const contrasts = contrastsOf(first, others, options);
  const ahead = contrasts
    .filter(({ estimate, high }) => high < 0 && estimate <= -margin)
    .reduce<Contrast | undefined>((a, b) => (a && a.estimate <= b.estimate ? a : b), undefined);
  if (ahead) return decide(sizes, ahead.against, options);
  const verdicts = others.map((size, i) => ({
    ...size,
    verdict: verdictOf(contrasts[i], margin, size.cost < first.cost),
  }));
  const equivalent = [
    best,
    ...others.filter((_, i) => contrasts[i].high < margin).map(({ batchSize }) => batchSize),
  ].sort((a, b) => a - b);
  const answer = verdicts
    .filter(({ cost }) => cost < first.cost)
    .sort((a, b) => a.cost - b.cost || a.batchSize - b.batchSize)
    .find(({ verdict }) => verdict !== "behind");
  // Of the cheaper ones only the first in question; those behind it do not matter yet.
  const inQuestion = verdicts.filter(
    (one) => one.verdict === "open" && (one.cost >= first.cost || one === answer),
  );
  const settled = inQuestion.length === 0;
  const batchSize = settled ? (answer?.batchSize ?? best) : cheapestWithin(sizes, margin);
  const open = inQuestion.map(({ batchSize: against, cost }) => {
    const contrast = contrasts[others.findIndex((one) => one.batchSize === against)];
    return { against, more: morePairs(contrast, margin, { cheaper: cost < first.cost }) };
  });
  return { settled, batchSize, equivalent, contrasts, open };
}

/** By the means alone. */
function cheapestWithin(sizes: readonly Compared[], margin: number): number {
  const highest = Math.max(...sizes.map(({ values }) => mean(values)));
  return sizes
    .filter(({ values }) => highest - mean(values) < margin || mean(values) === highest)
    .reduce((a, b) => (b.cost < a.cost ? b : a)).batchSize;
}

/** What an interval of the best minus another says of the other. */
function verdictOf(
  { estimate, low, high }: Pick<Contrast, "estimate" | "low" | "high">,
  margin: number,
  cheaper: boolean,
): "as good" | "behind" | "open" {
  if (cheaper && high < margin) return "as good";
  if (!cheaper && low > -margin) return "behind"; // Or as good: it costs more.
  return low > 0 && estimate >= margin ? "behind" : "open";
}

/** The best minus each other size; Holm's steps leave the surest contrast alpha / m, the next alpha / (m − 1), … */
function contrastsOf(
  best: Compared,
  others: readonly Compared[],
  options: {
    readonly margin: number;
    readonly alpha: number;
    readonly overlap: number;
    readonly tested: number;
  },
): Contrast[] {
  const { margin, alpha, overlap } = options;
  const pairs = best.values.length;
  const m = others.length;
  const differences = others.map(({ values }) => differencesOf(best.values, values));
  const plain = differences.map((values) => meanEstimate(values, { overlap, level: 1 - alpha }));
  // Chance of figures so far on their side of the boundary, were the truth on it.
  const p = plain.map(({ estimate, sd }, i) => {
    const error = sd * Math.sqrt(1 / pairs + overlap);
    const distance = toBoundary(estimate, { margin, cheaper: others[i].cost < best.cost });
    return error > 0 ? Math.min(1, 2 * studentT(pairs - 1).cdf(-distance / error)) : 0;
  });
  const adjusted = holm(p);
  const rank = p.map(
    (value, i) => p.filter((other, j) => other < value || (other === value && j < i)).length,
  );
  const stopped = p.map((_, i) => rank[i]).filter((_, i) => adjusted[i] > alpha);
  const last = stopped.length === 0 ? m - 1 : Math.min(...stopped);
  return others.map(({ batchSize }, i) => {
    const level = 1 - alpha / (m - Math.min(rank[i], last));
    const found = meanEstimate(differences[i], { overlap, level });
    const shown = { batchSize: best.batchSize, against: batchSize, pairs, level, overlap };
    const { estimate, low, high } = found;
    if (!found.degenerate) return { ...shown, estimate, low, high };
    const reach = (100 * ruleOfThree(1 - level)) / options.tested;
    return { ...shown, estimate, low: estimate - reach, high: estimate + reach };
  });
}

/** −ln alpha: three, at alpha = .05. */
function ruleOfThree(alpha: number): number {
  return -Math.log(alpha);
}

const MOST = 100_000;

/**
 * How many more pairs with this mean and this scatter would settle a contrast with a cheaper or costlier size; `null` where no number of divisions of
 * the same data would, since they overlap.
 */
export function morePairs(
  { estimate, low, high, pairs, level, overlap }: Contrast,
  margin: number,
  { cheaper }: { readonly cheaper: boolean },
): number | null {
  const quantile = (n: number): number => studentT(n - 1).quantile((1 + level) / 2);
  const half = (high - low) / 2;
  const sd = half / (quantile(pairs) * Math.sqrt(1 / pairs + overlap));
  const distance = toBoundary(estimate, { margin, cheaper });
  const width = (n: number): number => quantile(n) * sd * Math.sqrt(1 / n + overlap);
  if (normalQuantile((1 + level) / 2) * sd * Math.sqrt(overlap) >= distance) return null;
  let [few, enough] = [pairs, 2 * pairs];
  while (width(enough) >= distance) {
    if (enough > MOST) return null;
    few = enough;
    enough *= 2;
  }
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2);
    if (width(middle) < distance) enough = middle;
    else few = middle;
  }
  return Math.max(1, enough - pairs);
}

/**
 * How far the estimate of the best minus another lies from the boundary that decides: the margin for a cheaper size, or
 * 0 once the margin is passed; for a costlier one the same mirrored.
 */
function toBoundary(
  estimate: number,
  { margin, cheaper }: { readonly margin: number; readonly cheaper: boolean },
): number {
  const side = cheaper ? estimate : -estimate;
  return side >= margin ? side : margin - side;
}
