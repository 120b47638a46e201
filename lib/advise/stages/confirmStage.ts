import { pairedDifference } from "../../stats/pairedDifference.js";
import type { Advice, SizeRow } from "../advice.js";
import { advantage, moreIsBetter, slackOf } from "../metric.js";
import type { MetricName } from "../request.js";
import { asked, SEEDS, type Subject } from "../subject.js";
import { alphaAt, type Compared, type Decision, decide } from "./decide.js";

/** What the fresh divisions say. */
export interface Confirmation extends Decision {
  readonly pairs: number;
  /** Wall clock of a pair of all sizes. */
  readonly secondsPerPair: number;
  /** Whether the budget ended before the last look. */
  readonly cutShort: boolean;
  /** What the reader's own rate costs, where there is one. */
  readonly keeping: Advice["keeping"];
}

/** Fewest pairs from which anything is said where the budget ends early. */
const LEAST_PAIRS = 3;
/** Divisions that are trained at once. */
const ROUND = 2;

/** The best size by validation loss, the cheapest that is not clearly worse, and the one in use; at least two. */
export function finalists(
  rows: readonly SizeRow[],
  current: number,
  options: { readonly margin: number; readonly metric: MetricName; readonly validating: number },
): { readonly best: SizeRow; readonly all: readonly SizeRow[] } {
  const { margin, metric, validating } = options;
  const byLoss = [...rows].sort((a, b) => a.validLoss - b.validLoss);
  const byCost = [...rows].sort((a, b) => a.cost - b.cost);
  // Without an error anywhere nothing but time tells them apart.
  const [best] = isFaultless(rows, metric) ? byCost : byLoss;
  const slack = Math.max(margin, slackOf(metric, best.validMetric, validating));
  const near = ({ validMetric }: SizeRow): boolean =>
    advantage(metric, best.validMetric, validMetric) <= slack;
  const cheapest = byCost.find(near) ?? best;
  const used = rows.filter(({ batchSize }) => batchSize === current);
  const all = [...new Set([best, cheapest, ...used])];
  // One alone would be compared with nothing.
  const next = byLoss.find((row) => row !== best);
  return { best, all: all.length > 1 || !next ? all : [best, next] };
}

/** Whether no size made an error on validation. */
export function isFaultless(rows: readonly SizeRow[], metric: MetricName): boolean {
  return moreIsBetter(metric) && rows.every(({ validMetric }) => validMetric === 100);
}

/**
 * Trains the finalists on fresh divisions, each at its frozen rate, until the rule settles the answer at one of the
 * looks or the last is over; beside them the size in use at the rate in use, where there is one.
 */
export async function confirmStage(
  subject: Subject,
  { best, all }: ReturnType<typeof finalists>,
  { margin }: { readonly margin: number },
): Promise<Confirmation | undefined> {
  const { trainer, plan, work, settings } = subject;
  const { looks } = plan.design;
  const { metric, overlap, tested } = trainer;
  const given = { margin, overlap, tested };
  const compared = all.map((row) => ({ ...row, values: [] as number[] }));
  const kept = keptPair(settings, trainer.n);
  const keeping = kept && { ...kept, values: [] as number[] };
  const started = work.seconds;
  const pairsOf = (): number => compared[0].values.length;
  const result = (found: Decision, cutShort: boolean): Confirmation => ({
    ...found,
    pairs: pairsOf(),
    secondsPerPair: (work.seconds - started) / pairsOf(),
    cutShort,
    keeping: keeping ? costOf(keeping, compared, { found, overlap }) : null,
  });
  const decision = (alpha: number): Decision =>
    decide(compared as readonly Compared[], best.batchSize, { ...given, alpha });
  for (const [look, pairs] of looks.entries()) {
    while (pairsOf() < pairs) {
      const perPair = (work.seconds - started) / Math.max(1, pairsOf());
      // The sealed part is still to come.
      if (pairsOf() >= LEAST_PAIRS && work.left < (ROUND + 1) * perPair)
        return result(decision(alphaAt(looks, look)), true);
      const seeds = Array.from(
        { length: Math.min(ROUND, pairs - pairsOf()) },
        (_, i) => SEEDS.comparing + pairsOf() + i,
      );
      const candidates = [...compared, ...(keeping ? [keeping] : [])];
      const trainings = candidates.flatMap(({ batchSize, learningRate }) =>
        seeds.map((seed) => asked(subject, { batchSize, learningRate, seed })),
      );
      const rows = await work.unlessOver(() => work.run(trainer, "comparing", trainings));
      if (rows === undefined)
        return pairsOf() < LEAST_PAIRS ? undefined : result(decision(alphaAt(looks, look)), true);
      for (const [c, { values }] of candidates.entries())
        for (const i of seeds.keys()) {
          const points = rows[c * seeds.length + i].metric;
          values.push(moreIsBetter(metric) ? points : -points);
        }
    }
    const found = decision(alphaAt(looks, look));
    if (found.settled || look === looks.length - 1) return result(found, false);
  }
  return undefined;
}

/** The batch size and rate in use. */
function keptPair(
  { current, currentRate }: Subject["settings"],
  n: number,
): Pick<SizeRow, "batchSize" | "learningRate"> | undefined {
  if (currentRate === undefined) return undefined;
  return { batchSize: Math.min(current, n), learningRate: currentRate };
}

interface Pairs {
  readonly batchSize: number;
  readonly learningRate: number;
  readonly values: readonly number[];
}

/** By how many points the recommended size at its rate is better than what is in use. */
function costOf(
  { batchSize, learningRate, values }: Pairs,
  compared: readonly Pairs[],
  { found, overlap }: { readonly found: Decision; readonly overlap: number },
): Advice["keeping"] {
  const chosen = compared.find((one) => one.batchSize === found.batchSize) ?? compared[0];
  // A loss that is not finite cannot be averaged: the rate diverged.
  if (!values.every(Number.isFinite)) return { batchSize, learningRate, cost: null };
  const { estimate, low, high } = pairedDifference(chosen.values, values, { overlap });
  return { batchSize, learningRate, cost: { estimate, low, high } };
}
