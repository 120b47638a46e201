import type { StudyRow } from "../experiment/runTrials.js";
import type { SizeRow } from "./advice.js";
import { alphaAt, type Compared, type Decision, decide } from "./decide.js";
import type { MetricName } from "./request.js";
import { SEEDS, type Subject, trialOf } from "./subject.js";

/** What the fresh divisions say. */
export interface Confirmation extends Decision {
  readonly pairs: number;
  /** Wall clock of a pair of all sizes. */
  readonly secondsPerPair: number;
  /** Whether the budget ended before the last look. */
  readonly cutShort: boolean;
}

/** Fewest pairs from which anything is said where the budget ends early. */
const LEAST_PAIRS = 3;
/** Divisions that are trained at once. */
const ROUND = 2;

/** The best size by validation loss, the cheapest that is not clearly worse, and the one in use; at least two. */
export function finalists(
  rows: readonly SizeRow[],
  current: number,
  { margin, valid }: { readonly margin: number; readonly valid: number },
): { readonly best: SizeRow; readonly all: readonly SizeRow[] } {
  const byLoss = [...rows].sort((a, b) => a.validLoss - b.validLoss);
  const byCost = [...rows].sort((a, b) => a.cost - b.cost);
  // Without an error anywhere nothing but time tells them apart.
  const [best] = rows.every(({ validAccuracy }) => validAccuracy === 100) ? byCost : byLoss;
  // Two standard errors of an accuracy on so many examples, or the margin if that is more.
  const share = Math.min(0.99, Math.max(0.01, best.validAccuracy / 100));
  const slack = Math.max(margin, 200 * Math.sqrt((share * (1 - share)) / valid));
  const cheapest =
    byCost.find(({ validAccuracy }) => validAccuracy >= best.validAccuracy - slack) ?? best;
  const used = rows.filter(({ batchSize }) => batchSize === current);
  const all = [...new Set([best, cheapest, ...used])];
  // One alone would be compared with nothing.
  const next = byLoss.find((row) => row !== best);
  return { best, all: all.length > 1 || !next ? all : [best, next] };
}

/**
 * Trains the finalists on fresh divisions, each at its frozen rate, until the rule settles the answer at one of the
 * looks or the last is over.
 */
export async function confirmStage(
  subject: Subject,
  { best, all }: ReturnType<typeof finalists>,
  options: { readonly margin: number; readonly metric: MetricName },
): Promise<Confirmation | undefined> {
  const { divisions, plan, work } = subject;
  const { looks } = plan.design;
  const { train, test } = divisions.comparing.splits(divisions.open, SEEDS.comparing);
  const given = { margin: options.margin, overlap: test.n / train.n, tested: divisions.open.n };
  const compared = all.map(({ batchSize, cost }) => ({ batchSize, cost, values: [] as number[] }));
  const started = work.seconds;
  const pairsOf = (): number => compared[0].values.length;
  const decision = (alpha: number): Decision =>
    decide(compared as readonly Compared[], best.batchSize, { ...given, alpha });
  const result = (found: Decision, cutShort: boolean): Confirmation => ({
    ...found,
    pairs: pairsOf(),
    secondsPerPair: (work.seconds - started) / pairsOf(),
    cutShort,
  });
  for (const [look, pairs] of looks.entries()) {
    while (pairsOf() < pairs) {
      const seeds = Array.from(
        { length: Math.min(ROUND, pairs - pairsOf()) },
        (_, i) => SEEDS.comparing + pairsOf() + i,
      );
      const trials = all.flatMap(({ batchSize, learningRate }) =>
        seeds.map((seed) => trialOf(subject, { batchSize, learningRate, seed })),
      );
      const rows = await work.unlessOver(() =>
        work.run("confirmation", divisions.open, divisions.comparing, trials, {
          readTest: true,
          keepConfusion: true,
        }),
      );
      if (rows === undefined)
        return pairsOf() < LEAST_PAIRS ? undefined : result(decision(alphaAt(looks, look)), true);
      for (const [c, { values }] of compared.entries())
        for (const i of seeds.keys())
          values.push(metricOf(rows[c * seeds.length + i], options.metric));
    }
    const found = decision(alphaAt(looks, look));
    if (found.settled || look === looks.length - 1) return result(found, false);
  }
  return undefined;
}

/** The metric of a run's test part, in percent. */
export function metricOf(row: StudyRow, metric: MetricName): number {
  const { accuracy = 0, confusion = [] } = row;
  if (metric === "accuracy") return accuracy;
  const classes = Math.sqrt(confusion.length);
  const shares: number[] = [];
  for (let label = 0; label < classes; label++) {
    const line = confusion.slice(label * classes, (label + 1) * classes);
    const all = line.reduce((sum, count) => sum + count, 0);
    if (all > 0) shares.push(line[label] / all);
  }
  return (100 * shares.reduce((sum, share) => sum + share, 0)) / shares.length;
}
