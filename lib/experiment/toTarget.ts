import { positiveNumber } from "../check.js";
import { resolveBatchSize } from "../data/batches.js";
import type { Dataset } from "../data/dataset.js";
import type { TrainConfig } from "../nn/config/config.js";
import type { HistoryRow } from "../nn/training/run.js";
import { withProgress } from "../progress.js";
import { tuneLearningRate } from "../search/learningRateGrid.js";
import type { Candidate } from "./candidate.js";
import { withLearningRate } from "./learningRates.js";
import { splitsOf } from "./preparation.js";
import { runTrials, type TrialOptions } from "./runTrials.js";

/**
 * The step at which the validation loss first reached the target, linear in log loss between two
 * evaluations; Infinity if it never did.
 */
export function stepsToTarget(
  history: readonly Pick<HistoryRow, "step" | "validLoss">[],
  target: number,
): number {
  positiveNumber("stepsToTarget", "target", target);
  const i = history.findIndex(({ validLoss }) => validLoss <= target);
  if (i < 0) return Number.POSITIVE_INFINITY;
  if (i === 0) return history[0].step;
  const [before, after] = [history[i - 1], history[i]];
  const share = Math.log(before.validLoss / target) / Math.log(before.validLoss / after.validLoss);
  return before.step + share * (after.step - before.step);
}

/** The loss to reach, the most a run may spend on it, and the seeds. */
export interface ToTargetOptions extends Pick<TrialOptions, "onProgress"> {
  /** Validation loss to reach. */
  readonly target: number;
  /** A run ends after this many steps and, on top of them, this many epochs. */
  readonly most: { readonly steps: number; readonly epochs: number };
  /** Each also divides the data anew. */
  readonly seeds: readonly number[];
}

/** A run to the target, at the rate that was fastest for its candidate. */
export interface TargetRow {
  /** The run's, which also divided the data. */
  readonly seed: number;
  /** Examples in a step. */
  readonly batchRows: number;
  /** The rate with the fewest mean steps to the target. */
  readonly learningRate: number;
  /** Infinity where every rate left a seed short of the target. */
  readonly steps: number;
  /** Of the run, which goes on beyond the target. */
  readonly config: TrainConfig;
}

/** Evaluations in a run: the step of the target is found by interpolation between them. */
const EVALUATIONS = 30;

/**
 * Steps to a target loss of each candidate, at the learning rate with the fewest mean steps to it: on a grid
 * of factor two around the candidate's own rate that widens while the best lies on an edge. The seeds that
 * choose the rate are those that are reported, so that the chosen rate brings every one to the target.
 * @example
 * ```ts
 * import { cross, loadDigits, toTarget } from "batchwise";
 *
 * const candidates = cross({
 *   model: { kind: "linear" }, optimizer: { kind: "sgd", learningRate: 0.5 },
 *   batchSize: 32, budget: { epochs: 1 }, seed: 0,
 * }, { batchSize: [32, 256] });
 * const options = { target: 0.5, most: { steps: 60, epochs: 3 }, seeds: [0, 1] };
 * const rows = await toTarget(loadDigits(), candidates, options);
 * console.log(rows.map(({ batchRows, seed }) => [batchRows, seed]));
 * // [ [ 32, 0 ], [ 32, 1 ], [ 256, 0 ], [ 256, 1 ] ]
 * console.log(rows[0].steps > rows[2].steps); // true
 * ```
 */
export async function toTarget<C extends Candidate>(
  data: Dataset,
  candidates: readonly C[],
  { target, most, seeds, onProgress }: ToTargetOptions,
): Promise<(Omit<C, keyof TargetRow> & TargetRow)[]> {
  return await withProgress(onProgress, async (onProgress) => {
    positiveNumber("toTarget", "target", target);
    const { n } = splitsOf(data, "raw", 0).train;
    const rows: (Omit<C, keyof TargetRow> & TargetRow)[] = [];
    for (const [i, candidate] of candidates.entries()) {
      const batchRows = resolveBatchSize(candidate.config.batchSize, n);
      const steps = most.steps + Math.ceil((most.epochs * n) / batchRows);
      const evaluateEvery = { steps: Math.ceil(steps / EVALUATIONS) };
      const config: TrainConfig = { ...candidate.config, budget: { steps }, evaluateEvery };
      const { best } = await tuneLearningRate({
        start: config.optimizer.learningRate,
        minPoints: 3,
        score: async (rates) => {
          const trials = rates.flatMap((rate) =>
            seeds.map((seed) => ({ seed, config: withLearningRate({ ...config, seed }, rate) })),
          );
          const runs = await runTrials(data, trials, { keepHistory: true });
          const reached = runs.map(({ history = [] }) => stepsToTarget(history, target));
          return rates.map((_, r) => reached.slice(r * seeds.length, (r + 1) * seeds.length));
        },
      });
      const { learningRate, scores } = best;
      const tuned = withLearningRate(config, learningRate);
      for (const [s, seed] of seeds.entries())
        rows.push({
          ...candidate,
          batchRows,
          learningRate,
          seed,
          steps: scores[s],
          config: { ...tuned, seed },
        });
      onProgress?.({
        done: i + 1,
        total: candidates.length,
        unit: "batch sizes run to the target",
      });
    }
    return rows;
  });
}
