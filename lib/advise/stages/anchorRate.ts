import { seedsFrom } from "../../experiment/seedsFrom.js";
import { Rng } from "../../random.js";
import { tuneLearningRate } from "../../search/learningRateGrid.js";
import { mean } from "../../stats/describe.js";
import { RUNGS } from "../plan/makePlan.js";
import { rateExponent, USUAL_RATES } from "../settings.js";
import { asked, SEEDS, type Subject } from "../subject.js";
import type { Outcome } from "../trainer.js";

/** The tuned rate of the anchor, the batch size from which the others' rates are foretold. */
export interface AnchorRate {
  readonly batchSize: number;
  readonly learningRate: number;
  /** Over the seeds; none where no parabola fits. */
  readonly interval: readonly [low: number, high: number] | null;
  readonly inside: boolean;
  /** Every rate, down to the lowest, had an infinite loss. */
  readonly diverged: boolean;
  /** The whole trainings at that rate, one for each seed. */
  readonly rows: readonly Outcome[];
  /** Means over those. */
  readonly validLoss: number;
  readonly validMetric: number;
}

/** The usual rate at a batch size, by the optimizer's rule from 32 on. */
export function usualRate({ settings }: Pick<Subject, "settings">, batchSize: number): number {
  const { optimizer } = settings;
  return USUAL_RATES[optimizer] * Math.sqrt(batchSize / 32) ** (2 * rateExponent(optimizer));
}

/** The rate where none could be tuned: the one in use, by the optimizer's rule, or the usual one. */
export function untestedRate({ settings }: Pick<Subject, "settings">, batchSize: number): number {
  const { optimizer, current, currentRate } = settings;
  if (currentRate === undefined) return usualRate({ settings }, batchSize);
  return currentRate * (batchSize / current) ** rateExponent(optimizer);
}

/**
 * Tunes the rate of one batch size in three rungs: many rates for a ninth of the length, the best three for a third,
 * and the best with its neighbours for the whole, each on several seeds. The first and the last widen while the best is
 * at an edge.
 */
export async function anchorRate(subject: Subject, batchSize: number): Promise<AnchorRate> {
  const { trainer, plan, work } = subject;
  const { rates: count, rateSeeds } = plan.design;
  const seeds = seedsFrom(SEEDS.tuning, rateSeeds);
  const kept = new Map<number, Outcome[]>();
  const score = async (
    rates: readonly number[],
    options: { readonly seeds: readonly number[]; readonly share?: number },
  ): Promise<number[][]> => {
    const trials = rates.flatMap((learningRate) =>
      options.seeds.map((seed) =>
        asked(subject, {
          batchSize,
          learningRate,
          seed,
          ...(options.share !== undefined && { share: options.share }),
        }),
      ),
    );
    const rows = await work.run(trainer, "tuning", trials);
    const each = rates.map((_, i) =>
      rows.slice(i * options.seeds.length, (i + 1) * options.seeds.length),
    );
    if (options.share === undefined)
      for (const [i, rate] of rates.entries()) kept.set(rate, each[i]);
    return each.map((group) => group.map(({ validLoss }) => validLoss));
  };
  const first = await tuneLearningRate({
    start: usualRate(subject, batchSize),
    minPoints: count,
    score: (rates) => score(rates, { seeds: seeds.slice(0, 1), share: RUNGS.first }),
  });
  const best = [...first.rows].sort((a, b) => a.score - b.score).slice(0, 3);
  const rates = best.map(({ learningRate }) => learningRate);
  const again = await score(rates, { seeds: seeds.slice(0, 1), share: RUNGS.second });
  const losses = again.map(([loss]) => loss);
  const lowest = losses.indexOf(Math.min(...losses));
  const start = first.stopped === "diverged" ? first.best.learningRate : rates[lowest];
  const last = await tuneLearningRate({
    start,
    minPoints: 3,
    limits: [start / 64, start * 64],
    rng: Rng.fromSeed(subject.settings.seed).fork("anchor rate"),
    score: (given) => score(given, { seeds }),
  });
  const rows = kept.get(last.best.learningRate) ?? [];
  const { low, high } = last.refined;
  return {
    batchSize,
    learningRate: last.best.learningRate,
    interval: low !== undefined && high !== undefined && low < high ? [low, high] : null,
    inside: last.inside,
    diverged: last.best.score === Number.POSITIVE_INFINITY,
    rows,
    validLoss: last.best.score,
    validMetric: mean(rows.map(({ validMetric }) => validMetric)),
  };
}
