import type { Dataset } from "../data/dataset.js";
import type { TrainConfig } from "../nn/config/config.js";
import { groupRows } from "../rows/groups.js";
import type { Row } from "../rows/row.js";
import { runTrials, type StudyRow, type TrialOptions } from "./runTrials.js";
import { type TuneRatesOptions, tuneRates } from "./tune.js";

/** One way to train, with the columns by which its rows are known. */
export interface Candidate<L extends Row> {
  readonly labels: L;
  /** Its learning rate is where the tuning starts. */
  readonly config: TrainConfig;
  /** Default all. */
  readonly trainExamples?: number;
}

export interface TunedComparisonOptions
  extends Pick<TrialOptions, "keepConfusion" | "onProgress">,
    Pick<TuneRatesOptions, "minPoints"> {
  /** Columns of the labels: of the candidates that agree in them, only the best by validation loss is compared. */
  readonly by: readonly string[];
  /** Of the comparison; each also divides the data anew. */
  readonly seeds: readonly number[];
  /** Of the tuning, apart from the others. */
  readonly tuningSeeds: readonly number[];
}

export interface TunedComparison<L extends Row> {
  /** Every candidate at its best learning rate, with its mean validation loss there. */
  readonly tuned: readonly (L & TunedCandidate)[];
  /** The runs of the best candidates. */
  readonly rows: readonly (L & ComparedRow)[];
}

export interface TunedCandidate {
  readonly learningRate: number;
  readonly validLoss: number;
}

export interface ComparedRow extends StudyRow {
  /** Test accuracy in percent. */
  readonly accuracy: number;
  /** 100 − accuracy. */
  readonly error: number;
}

/**
 * Compares ways to train, each at its own learning rate. Validation loss on the tuning seeds chooses the rate,
 * and among candidates for the same place the best one; every seed then runs all that were chosen, so that
 * differences are paired. The test part is read at the end of those runs.
 */
export async function tunedComparison<L extends Row>(
  data: Dataset,
  candidates: readonly Candidate<L>[],
  { by, seeds, tuningSeeds, minPoints, ...options }: TunedComparisonOptions,
): Promise<TunedComparison<L>> {
  const all: { candidate: Candidate<L>; config: TrainConfig; row: L & TunedCandidate }[] = [];
  for (const candidate of candidates) {
    const { trainExamples, labels } = candidate;
    const [{ config, tuned }] = await tuneRates(data, [candidate.config], {
      seeds: tuningSeeds,
      ...(trainExamples !== undefined && { trainExamples }),
      ...(minPoints !== undefined && { minPoints }),
    });
    const { learningRate, score: validLoss } = tuned.best;
    all.push({ candidate, config, row: { ...labels, learningRate, validLoss } });
    options.onProgress?.({
      done: all.length,
      total: candidates.length,
      unit: "learning rates tuned",
    });
  }
  const groups = groupRows(
    all.map((entry) => ({ ...entry.row, entry })),
    by,
  );
  const chosen = groups.map((group) => {
    const [best] = [...group].sort((a, b) => a.validLoss - b.validLoss);
    return best.entry;
  });
  const trials = seeds.flatMap((seed) =>
    chosen.map(({ candidate: { labels, trainExamples }, config }) => ({
      labels,
      trial: {
        split: seed,
        config: { ...config, seed },
        ...(trainExamples !== undefined && { trainExamples }),
      },
    })),
  );
  const done = await runTrials(
    data,
    trials.map(({ trial }) => trial),
    { readTest: true, ...options },
  );
  const rows = done.map((row, i) => {
    const accuracy = 100 * (row.testAccuracy ?? Number.NaN);
    return { ...row, ...trials[i].labels, accuracy, error: 100 - accuracy };
  });
  return { tuned: all.map(({ row }) => row), rows };
}
