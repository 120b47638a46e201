import { positiveNumber } from "../check.js";
import { resolveBatchSize } from "../data/batches.js";
import type { Dataset } from "../data/dataset.js";
import type { TrainConfig } from "../nn/config/config.js";
import type { HistoryRow } from "../nn/training/run.js";
import type { Candidate } from "./candidate.js";
import { pairedTrials } from "./pairedTrials.js";
import { splitsOf } from "./preparation.js";
import type { TrialOptions } from "./runTrials.js";
import { tuneEach } from "./tuneEach.js";

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
export interface ToTargetOptions extends Pick<TrialOptions, "prepare" | "onProgress"> {
  /** Validation loss to reach. */
  readonly target: number;
  /** A run ends after this many steps and, on top of them, this many epochs. */
  readonly most: { readonly steps: number; readonly epochs: number };
  /** Each also divides the data anew, and finds its own rates. */
  readonly seeds: readonly number[];
  /** Rates that a seed tries first. Default 3. */
  readonly minPoints?: number;
}

/** A run to the target, at the rate that was fastest for its candidate with its seed. */
export interface TargetRow {
  /** The run's, which also divided the data. */
  readonly seed: number;
  /** Examples in a step. */
  readonly batchRows: number;
  /** The rate with the fewest steps to the target. */
  readonly learningRate: number;
  /** Infinity where no rate reached the target. */
  readonly steps: number;
  /** Of the run, which goes on beyond the target. */
  readonly config: TrainConfig;
  /** As in `StudyRow`. */
  readonly overlap: number;
}

/** Evaluations in a run: the step of the target is found by interpolation between them. */
const EVALUATIONS = 30;

/**
 * The fewest steps in which each candidate reaches a target loss, whatever its learning rate, for each seed by
 * itself: on a grid of factor two around the candidate's own rate that widens while the best lies on an edge
 * (as Shallue et al. 2019 count steps to a result). So the scatter over seeds holds that of the tuning. The
 * run that is reported is the one that was fastest, which makes steps a little too few, at every batch size.
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
  { target, most, seeds, minPoints = 3, ...options }: ToTargetOptions,
): Promise<(Omit<C, keyof TargetRow> & TargetRow)[]> {
  positiveNumber("toTarget", "target", target);
  const { n } = splitsOf(data, options.prepare ?? "centred", seeds[0]).train;
  const repeats = pairedTrials(candidates, seeds).map((repeat) => {
    const examples = repeat.trainExamples ?? n;
    const batchRows = resolveBatchSize(repeat.config.batchSize, examples);
    const budget = { steps: most.steps + Math.ceil((most.epochs * examples) / batchRows) };
    const evaluateEvery = { steps: Math.ceil(budget.steps / EVALUATIONS) };
    return { ...repeat, config: { ...repeat.config, budget, evaluateEvery } };
  });
  const fastest = await tuneEach(data, repeats, {
    ...options,
    keepHistory: true,
    minPoints,
    score: ({ history = [] }) => stepsToTarget(history, target),
    unit: "runs to the target",
  });
  return fastest.map(({ row: { batchRows, learningRate, config, overlap }, score: steps }, i) => ({
    ...repeats[i],
    ...{ batchRows, learningRate, steps, config, overlap },
  }));
}
