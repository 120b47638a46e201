import { positiveInteger, refuse } from "../../check.js";
import { type BatchSize, resolveBatchSize } from "../../data/batches.js";
import type { Dataset } from "../../data/dataset.js";
import { standardizedSplits } from "../../experiment/preparation.js";
import { hostInterruption } from "../../interruption.js";
import { LogisticRegression } from "../../linear/logisticRegression.js";
import { MiniBatchLogisticRegression } from "../../linear/miniBatchLogisticRegression.js";
import { type OnProgress, withProgress } from "../../progress.js";
import { tuneLearningRate } from "../../search/learningRateGrid.js";
import { minimumOf } from "./solverTraces.js";

/** Which batch sizes are compared after how many passes, on which seeds. */
export interface MiniBatchStudyOptions {
  readonly sizes: readonly BatchSize[];
  /** Passes over the data after which the models are looked at, rising; the rate is tuned for the last. */
  readonly passes: readonly number[];
  /** As in `LogisticRegression`. Default 1. */
  readonly C?: number;
  /** Each divides the data anew and tunes its own learning rates. */
  readonly seeds: readonly number[];
  /** Called with what is done so far; `progressBar` draws it. */
  readonly onProgress?: OnProgress;
}

/** A logistic regression after some passes of mini-batch descent. */
export interface MiniBatchRow {
  /** The seed, which also divided the data. */
  readonly seed: number;
  /** Test ÷ training examples: seeds divide the same data, and intervals over them are widened by it. */
  readonly overlap: number;
  readonly batchSize: BatchSize;
  /** Examples in a step. */
  readonly batchRows: number;
  readonly learningRate: number;
  readonly passes: number;
  /** Steps made. */
  readonly updates: number;
  /** How far the objective on `train` lies above its minimum, relative to the minimum. */
  readonly excess: number;
  /** Test accuracy, percent. */
  readonly accuracy: number;
  /** Test accuracy minus that of the model at the minimum, percentage points. */
  readonly fromMinimum: number;
}

const FACTOR = 2;

/**
 * Mini-batch logistic regression at several batch sizes, features standardised on `train`, constant steps.
 * Each size gets, for each seed, the rate with the lowest objective on `train` after the last pass: what is
 * compared is how well each size minimises. Every seed runs every size.
 */
export async function miniBatchStudy(
  data: Dataset,
  { sizes, passes, C = 1, seeds, onProgress }: MiniBatchStudyOptions,
): Promise<MiniBatchRow[]> {
  return await withProgress(onProgress, async (onProgress) => {
    const who = "miniBatchStudy";
    if (sizes.length === 0) refuse(who, "sizes must hold at least one batch size", sizes.length);
    for (const [i, count] of passes.entries())
      if (positiveInteger(who, "passes", count) <= (passes[i - 1] ?? 0))
        refuse(who, "passes must rise", passes.join(", "));
    const last = passes[passes.length - 1] ?? refuse(who, "passes must hold at least one", passes);
    const signal = hostInterruption();
    const rows: MiniBatchRow[] = [];
    for (const [done, seed] of seeds.entries()) {
      const { train, test } = standardizedSplits(data, seed);
      const minimum = minimumOf(train, C);
      const optimal = new LogisticRegression({ C, solver: "newton-cg" }).fit(train);
      const atMinimum = 100 * optimal.score(test);
      for (const batchSize of sizes) {
        const fit = async (
          learningRate: number,
          maxIter: number,
        ): Promise<MiniBatchLogisticRegression> => {
          await new Promise(setImmediate);
          signal?.throwIfAborted();
          const options = { C, tol: null, batchSize, learningRate, maxIter, seed };
          return new MiniBatchLogisticRegression(options).fit(train);
        };
        const batchRows = resolveBatchSize(batchSize, train.n);
        const { best } = await tuneLearningRate({
          start: startRate(batchRows),
          factor: FACTOR,
          minPoints: 3,
          score: async (rates) => {
            const scores: number[] = [];
            for (const rate of rates) scores.push((await fit(rate, last)).result.objective);
            return scores;
          },
        });
        // The order of a pass depends on the seed alone, so a shorter fit is the start of a longer one.
        for (const maxIter of passes) {
          const model = await fit(best.learningRate, maxIter);
          const accuracy = 100 * model.score(test);
          rows.push({
            seed,
            overlap: test.n / train.n,
            batchSize,
            batchRows,
            learningRate: best.learningRate,
            passes: maxIter,
            updates: maxIter * Math.ceil(train.n / batchRows),
            excess: model.result.objective / minimum - 1,
            accuracy,
            fromMinimum: accuracy - atMinimum,
          });
        }
      }
      onProgress?.({ done: done + 1, total: seeds.length, unit: "seeds" });
    }
    return rows;
  });
}

/** Where the grid starts: rising with the square root of the batch, to 1 at about a thousand examples. */
function startRate(batchRows: number): number {
  return FACTOR ** Math.round(Math.log2(Math.sqrt(batchRows)) - 5);
}
